"""``motcua counter …``: the counters as they are, and their officers' pauses."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.clock import local_time
from core.hall import CounterLine, Office
from core.ids import new_id
from core.ticket import Event
from motcua.cli.lookup import event_line
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal, table
from motcua.wiring import OpenQueue, open_queue

if TYPE_CHECKING:
    from motcua.cli.tree import Branch


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("counter", texts("site.counter.about"))
    branch.leaf("list", texts("site.counter.list.about"), list_counters)
    away = branch.leaf("pause", texts("site.counter.pause.about"), pause)
    back = branch.leaf("resume", texts("site.counter.resume.about"), resume)
    for leaf in (away, back):
        leaf.add_argument("counter", type=int, metavar="N", help=texts("ticket.option.counter"))
        leaf.add_argument("--cmd-id", metavar="UUID", help=texts("ticket.option.cmd_id"))
    away.add_argument("--reason", default="", metavar="TEXT", help=texts("site.option.reason"))


def pause(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The officer steps away; the counter calls nobody until the next call or ``resume``."""
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal,
        lambda hall: hall.queue.pause_counter(args.counter, reason=args.reason, cmd_id=cmd_id),
        nothing=terminal.texts("site.counter.pause.already", counter=args.counter),
    )


def resume(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The officer is back."""
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal,
        lambda hall: hall.queue.resume_counter(args.counter, cmd_id=cmd_id),
        nothing=terminal.texts("site.counter.resume.already", counter=args.counter),
    )


def list_counters(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every counter: who sits there, who is called there, and whether it pauses."""
    del args
    with open_queue(terminal.settings(), terminal.environ) as hall:
        office, counters = hall.reader.office(), hall.reader.counters()
    rows = [
        (line.counter_id, line.name_vi, line.officer_name or "", _state(line, office, terminal))
        for line in counters
    ]
    nothing = [terminal.texts("site.counter.list.none")]
    terminal.show([plain(line) for line in counters], table(rows) if rows else nothing)
    return Exit.DONE if counters else Exit.NOTHING


def _state(line: CounterLine, office: Office, terminal: Terminal) -> str:
    texts = terminal.texts
    if not line.is_open:
        return texts("site.counter.closed")
    if line.pause is not None and line.paused_ms is not None:
        since = f"{local_time(line.paused_ms, office.zone):%H:%M}"
        return texts("site.counter.paused", reason=line.pause, since=since)
    if line.label is None or line.state is None:
        return texts("site.counter.free")
    return f"{line.label} · {texts.of('common.state', line.state.name.lower())}"


def _run(terminal: Terminal, command: Callable[[OpenQueue], Event | None], *, nothing: str) -> Exit:
    """Carry out one command of the queue and tell its event."""
    with open_queue(terminal.settings(), terminal.environ) as hall:
        event = command(hall)
        if event is None:
            terminal.show({"event": None, "sentence": nothing}, [nothing])
            return Exit.NOTHING
        office = hall.reader.office()
    terminal.show(plain(event), [event_line(event, office, terminal)])
    return Exit.DONE
