"""Several clients at once: processes that begin each batch together."""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from benchmarks.commands import Batch, Kind, open_client
from benchmarks.figures import Effort

_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every client does: ``rounds`` times a batch of each kind."""

    url: str
    floor_url: str
    rounds: int
    batch: int


def crowd_work(url: str, floor_url: str, effort: Effort) -> Work:
    """About as many commands in all as a single client has."""
    return Work(
        url=url,
        floor_url=floor_url,
        rounds=max(1, effort.rounds // 4),
        batch=max(1, effort.batch // 2),
    )


def run_crowd(work: Work, clients: int) -> list[list[Batch]]:
    """The batches of all clients, one list for each time that they began together."""
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(clients)
    pipes = [spawn.Pipe(duplex=False) for _ in range(clients)]
    processes = [
        spawn.Process(target=_client, args=(work, number, gate, tell), daemon=True)
        for number, (_, tell) in enumerate(pipes, 1)
    ]
    for process in processes:
        process.start()
    try:
        told = [_hear(hear) for hear, _ in pipes]
    finally:
        for process in processes:
            process.join(5)
            process.kill()
    return [list(together) for together in zip(*told, strict=True)]


def per_second(together: list[list[Batch]], kind: Kind) -> float:
    """Commands that all clients got through, per second of the batches of one kind."""
    commands, seconds = 0, 0.0
    for batches in together:
        if batches[0].kind is kind:
            commands += sum(batch.commands for batch in batches)
            began = min(batch.began_ns for batch in batches)
            seconds += (max(batch.ended_ns for batch in batches) - began) / 1e9
    return commands / seconds


def took_ms(together: list[list[Batch]], kind: Kind) -> list[float]:
    """How long each timed command of one kind took, at whatever client."""
    return [
        took
        for batches in together
        for batch in batches
        if batch.kind is kind
        for took in batch.took_ms
    ]


def _hear(hear: "Connection[None, list[Batch]]") -> list[Batch]:
    if not hear.poll(_PATIENCE_S):
        raise TimeoutError(f"a client is not done after {_PATIENCE_S} s")
    return hear.recv()


def _client(work: Work, number: int, gate: Barrier, tell: "Connection[list[Batch], None]") -> None:
    """One process of the crowd."""
    batches: list[Batch] = []
    with open_client(work.url, work.floor_url, number) as client:
        for _ in range(work.rounds):
            for kind in Kind:
                gate.wait(_PATIENCE_S)
                batches.append(client.run(kind, work.batch))
    tell.send(batches)
