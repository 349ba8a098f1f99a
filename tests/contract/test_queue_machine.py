"""Any sequence of commands, retries and clock jumps keeps every invariant of the queue."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.queue_machine import QueueMachine
from tests.queue_world import sqlite_address
from tests.real_postgres import RealPostgres


def chance(examples: int, steps: int) -> settings:
    """The same examples every time where CI says so, else new ones."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize="CI" in os.environ,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.timeout(300)
def test_any_sequence_of_commands_keeps_the_invariants_on_sqlite(
    seeded_file: Path, tmp_path: Path
) -> None:
    numbers = count()

    def machine() -> QueueMachine:
        copy = shutil.copy(seeded_file, tmp_path / f"queue-{next(numbers)}.db")
        return QueueMachine(sqlite_address(Path(copy)))

    run_state_machine_as_test(machine, settings=chance(examples=35, steps=40))


@pytest.mark.timeout(300)
def test_any_sequence_of_commands_keeps_the_invariants_on_postgres(
    postgres: RealPostgres, seeded_template: str
) -> None:
    databases: list[str] = []

    def fresh() -> Iterator[str]:
        while True:
            databases.append(postgres.fresh(seeded_template))
            yield postgres.url(databases[-1])

    urls = fresh()
    run_state_machine_as_test(
        lambda: QueueMachine(next(urls)), settings=chance(examples=8, steps=40)
    )
    for database in databases:
        postgres.drop(database)
