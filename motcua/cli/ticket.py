"""``motcua ticket …``: give out, call and look up tickets from a script."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.ids import new_id
from core.ticket import Event, TicketState
from motcua.cli.issue import issue, reprint
from motcua.cli.lookup import event_line, find, history, list_tickets, show
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal
from motcua.wiring import OpenQueue, open_queue

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

_AT_COUNTER = ("recall", "start", "finish", "no-show", "undo-call")


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("ticket", texts("ticket.about"))
    new = branch.leaf("issue", texts("ticket.issue.about"), issue)
    new.add_argument("--service", required=True, metavar="A", help=texts("ticket.option.service"))
    new.add_argument("--priority", metavar="NCT", help=texts("ticket.option.priority"))
    new.add_argument("--procedure", metavar="ID", help=texts("ticket.option.procedure"))
    new.add_argument("--no-print", action="store_true", help=texts("ticket.option.no_print"))
    _with_cmd_id(new, tree)
    _add_counter_commands(branch, tree)
    _add_ticket_commands(branch, tree)
    _add_reprint(branch, tree)
    listing = branch.leaf("list", texts("ticket.list.about"), list_tickets)
    states = [state.name.lower() for state in TicketState]
    listing.add_argument("--state", choices=states, help=texts("ticket.option.state"))
    listing.add_argument("--day", type=int, metavar="YYYYMMDD", help=texts("ticket.option.day"))
    for name, about, run in (
        ("show", texts("ticket.show.about"), show),
        ("history", texts("ticket.history.about"), history),
    ):
        leaf = branch.leaf(name, about, run)
        leaf.add_argument("label", metavar="LABEL", help=texts("ticket.option.label"))
        leaf.add_argument("--day", type=int, metavar="YYYYMMDD", help=texts("ticket.option.day"))


def _add_counter_commands(branch: "Branch", tree: "Branch") -> None:
    texts = tree.texts
    call = branch.leaf("call", texts("ticket.call.about"), call_next)
    call.add_argument("--officer", metavar="ID", help=texts("ticket.option.officer"))
    call.add_argument("--ticket", metavar="LABEL", help=texts("ticket.option.out_of_turn"))
    call.add_argument("--reason", metavar="TEXT", help=texts("ticket.option.reason"))
    leaves = [call, *(branch.leaf(name, _about(tree, name), at_counter) for name in _AT_COUNTER)]
    for leaf, name in zip(leaves[1:], _AT_COUNTER, strict=True):
        leaf.set_defaults(step=name.replace("-", "_"))
    hold = branch.leaf("hold", texts("ticket.hold.about"), hold_ticket)
    hold.add_argument("--reason", metavar="TEXT", help=texts("ticket.option.reason"))
    send = branch.leaf("transfer", texts("ticket.transfer.about"), transfer)
    send.add_argument("--service", metavar="C", help=texts("ticket.option.to_service"))
    send.add_argument("--to-counter", type=int, metavar="N", help=texts("ticket.option.to_counter"))
    send.add_argument("--reason", metavar="TEXT", help=texts("ticket.option.reason"))
    sit = branch.leaf("open", texts("ticket.open.about"), open_counter)
    sit.add_argument("--officer", required=True, metavar="ID", help=texts("ticket.option.officer"))
    leave = branch.leaf("close", texts("ticket.close.about"), close_counter)
    for leaf in (*leaves, hold, send, sit, leave):
        leaf.add_argument(
            "--counter", type=int, required=True, metavar="N", help=texts("ticket.option.counter")
        )
        _with_cmd_id(leaf, tree)


def _add_ticket_commands(branch: "Branch", tree: "Branch") -> None:
    texts = tree.texts
    for name in ("restore", "resume"):
        leaf = branch.leaf(name, _about(tree, name), with_ticket)
        leaf.add_argument("label", metavar="LABEL", help=texts("ticket.option.label"))
        leaf.set_defaults(step=name)
        _with_cmd_id(leaf, tree)
    leaf = branch.leaf("void", texts("ticket.void.about"), void)
    leaf.add_argument("label", metavar="LABEL", help=texts("ticket.option.label"))
    leaf.add_argument("--reason", default="", metavar="TEXT", help=texts("ticket.option.reason"))
    _with_cmd_id(leaf, tree)


def _add_reprint(branch: "Branch", tree: "Branch") -> None:
    texts = tree.texts
    leaf = branch.leaf("reprint", texts("ticket.reprint.about"), reprint)
    leaf.add_argument("label", metavar="LABEL", help=texts("ticket.option.label"))
    leaf.add_argument("--place", metavar="K1", help=texts("ticket.option.place"))
    leaf.add_argument("--here", action="store_true", help=texts("ticket.option.here"))
    leaf.add_argument("--reason", metavar="TEXT", help=texts("ticket.option.reason"))
    leaf.add_argument("--day", type=int, metavar="YYYYMMDD", help=texts("ticket.option.day"))
    _with_cmd_id(leaf, tree)


def _about(tree: "Branch", name: str) -> str:
    texts = tree.texts
    return {
        "recall": texts("ticket.recall.about"),
        "start": texts("ticket.start.about"),
        "finish": texts("ticket.finish.about"),
        "no-show": texts("ticket.no_show.about"),
        "undo-call": texts("ticket.undo_call.about"),
        "restore": texts("ticket.restore.about"),
        "resume": texts("ticket.resume.about"),
    }[name]


def _with_cmd_id(leaf: argparse.ArgumentParser, tree: "Branch") -> None:
    leaf.add_argument("--cmd-id", metavar="UUID", help=tree.texts("ticket.option.cmd_id"))


# Commands ---------------------------------------------------------------------------------------


def call_next(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Whoever comes next at the counter, or one ticket out of turn with its reason."""
    cmd_id = args.cmd_id or new_id()

    def command(hall: OpenQueue) -> Event | None:
        if args.officer is not None:
            hall.queue.open_counter(args.counter, args.officer, cmd_id=f"{cmd_id}/open")
        if args.ticket is None:
            return hall.queue.call_next(args.counter, cmd_id=cmd_id, officer_id=args.officer)
        ticket_id = find(hall, args.ticket).ticket_id
        return hall.queue.pick(
            args.counter,
            ticket_id,
            reason=args.reason or "",
            cmd_id=cmd_id,
            officer_id=args.officer,
        )

    return _run(
        terminal, command, nothing=terminal.texts("ticket.call.nobody", counter=args.counter)
    )


def at_counter(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """recall, start, finish, no-show, undo-call: a step of whoever is at the counter."""
    cmd_id = args.cmd_id or new_id()
    return _run(terminal, lambda hall: getattr(hall.queue, args.step)(args.counter, cmd_id=cmd_id))


def hold_ticket(args: argparse.Namespace, terminal: Terminal) -> Exit:
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal, lambda hall: hall.queue.hold(args.counter, reason=args.reason, cmd_id=cmd_id)
    )


def transfer(args: argparse.Namespace, terminal: Terminal) -> Exit:
    cmd_id = args.cmd_id or new_id()
    if args.service is None and args.to_counter is None:
        terminal.complain([terminal.texts("ticket.transfer.whereto")], code="wrong_use")
        return Exit.WRONG_USE
    return _run(
        terminal,
        lambda hall: hall.queue.transfer(
            args.counter,
            service_id=args.service,
            to_counter_id=args.to_counter,
            reason=args.reason,
            cmd_id=cmd_id,
        ),
    )


def open_counter(args: argparse.Namespace, terminal: Terminal) -> Exit:
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal,
        lambda hall: hall.queue.open_counter(args.counter, args.officer, cmd_id=cmd_id),
        nothing=terminal.texts("ticket.open.already", counter=args.counter, officer=args.officer),
    )


def close_counter(args: argparse.Namespace, terminal: Terminal) -> Exit:
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal,
        lambda hall: hall.queue.close_counter(args.counter, cmd_id=cmd_id),
        nothing=terminal.texts("ticket.close.already", counter=args.counter),
    )


def with_ticket(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """restore, resume: a step of a ticket that is at no counter."""
    cmd_id = args.cmd_id or new_id()

    def command(hall: OpenQueue) -> Event:
        step: Callable[..., Event] = getattr(hall.queue, args.step)
        return step(find(hall, args.label).ticket_id, cmd_id=cmd_id)

    return _run(terminal, command)


def void(args: argparse.Namespace, terminal: Terminal) -> Exit:
    cmd_id = args.cmd_id or new_id()
    return _run(
        terminal,
        lambda hall: hall.queue.void(
            find(hall, args.label).ticket_id, reason=args.reason, cmd_id=cmd_id
        ),
    )


def _run(
    terminal: Terminal, command: Callable[[OpenQueue], Event | None], *, nothing: str = ""
) -> Exit:
    """Carry out one command of the queue and tell its event."""
    with open_queue(terminal.settings(), terminal.environ) as hall:
        event = command(hall)
        if event is None:
            terminal.show({"event": None, "sentence": nothing}, [nothing])
            return Exit.NOTHING
        office = hall.reader.hall().office
    terminal.show(plain(event), [event_line(event, office, terminal)])
    return Exit.DONE
