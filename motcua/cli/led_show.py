"""``motcua led show | clear | test``: speaking to the displays from the terminal.

The program that shows the hall keeps its lines to itself: these commands are for a machine where it
does not run.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.fault import FaultCode, Refused
from hardware.drivers.led_board import DisplayReport
from hardware.protocols.display import DisplayState, DisplayText
from i18n import Texts
from motcua.cli.led_in_use import busy_rows, led_lines_in_use
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.led_lines import LedLines
from motcua.led_rows import LedRow

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

ANSWER_WITHIN_S = 5.0
_LOOK_EVERY_S = 0.02
_STEP_S = 2.0
_ALL_SEGMENTS = "8"
_GOOD = (DisplayState.SHOWN, DisplayState.SENT)


def add_to(branch: "Branch", texts: Texts) -> None:
    """Hang the commands up at ``motcua led``."""
    show = branch.leaf("show", texts("cli.led.show"), show_text)
    show.add_argument(
        "counter", type=int, nargs="?", metavar="COUNTER", help=texts("cli.led.counter")
    )
    show.add_argument("text", metavar="TEXT", help=texts("cli.led.text"))
    show.add_argument("--display", metavar="NAME", help=texts("display.by_name"))
    clearing = branch.leaf("clear", texts("display.clear"), clear)
    test = branch.leaf("test", texts("display.test"), test_display)
    test.add_argument("name", metavar="NAME", help=texts("display.by_name"))
    test.add_argument(
        "--seconds", type=float, default=_STEP_S, metavar="S", help=texts("display.seconds")
    )
    for leaf in (show, clearing, test):
        leaf.add_argument("--force", action="store_true", help=texts("display.force"))


def show_text(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Show a text at a counter or on one display now, and tell what was answered."""
    settings, texts = terminal.settings(), terminal.texts
    if (args.counter is None) == (args.display is None):
        terminal.complain([texts("display.show_where")], code="wrong_use")
        return Exit.WRONG_USE
    if led_lines_in_use(args, terminal):
        return Exit.FAILED
    with Devices(settings) as devices:
        rows = _rows(devices, args, terminal)
        if not rows:
            return Exit.WRONG_USE
        leds = devices.leds([row.name for row in rows])
        for row in rows:
            leds.want(row.name, _text(args.text if row.place == 1 else "", row))
        states = _states(leds, [row.name for row in rows])
        busy = busy_rows(settings.led, rows, states)
    told = [_told(row, args.text, states[row.name], texts, busy=row.name in busy) for row in rows]
    terminal.show(
        [data for data, _ in told], [sentence for _, sentences in told for sentence in sentences]
    )
    return Exit.DONE if all(state in _GOOD for state in states.values()) else Exit.FAILED


def clear(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Darken every display of this machine."""
    settings, texts = terminal.settings(), terminal.texts
    if led_lines_in_use(args, terminal):
        return Exit.FAILED
    with Devices(settings) as devices:
        names = [row.name for row in devices.led.rows]
        leds = devices.leds()
        leds.clear()
        states = _states(leds, names)
        busy = busy_rows(settings.led, devices.led.rows, states)
    terminal.show(
        [{"display": name, "state": state.value} for name, state in states.items()],
        [_state_line(name, state, texts, busy=name in busy) for name, state in states.items()],
    )
    return Exit.DONE if all(state in _GOOD for state in states.values()) else Exit.FAILED


def test_display(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """All segments, then the address, then the name, on each row; with the bytes both ways."""
    settings = terminal.settings()
    failed = False
    if led_lines_in_use(args, terminal):
        return Exit.FAILED
    with Devices(settings) as devices:
        rows = devices.led.rows_at(args.name)
        if not rows:
            return _no_display(args.name, devices, terminal)
        leds = devices.leds([row.name for row in rows])
        for row, said in _steps(rows):
            leds.want(row.name, _text(said, row))
            report = _report(leds, row, said)
            failed = failed or report.state not in _GOOD
            busy = row.name in busy_rows(settings.led, [row], {row.name: report.state})
            _tell_step(row, said, report, terminal, busy=busy)
            threading.Event().wait(args.seconds)
        leds.clear()
    return Exit.FAILED if failed else Exit.DONE


def _rows(devices: Devices, args: argparse.Namespace, terminal: Terminal) -> Sequence[LedRow]:
    """The rows that are meant; none when there is no such display, which has been told."""
    if args.display is not None:
        rows = devices.led.rows_at(args.display)
        if not rows:
            _no_display(args.display, devices, terminal)
        return rows
    names = devices.displays_of().get(args.counter, ())
    if not names:
        raise Refused(FaultCode.COUNTER_UNKNOWN, counter=args.counter)
    return [row for row in devices.led.rows if row.name in names]


def _no_display(name: str, devices: Devices, terminal: Terminal) -> Exit:
    names = ", ".join(dict.fromkeys(row.display for row in devices.led.rows))
    sentence = terminal.texts("display.no_such_display", name=name, names=names)
    terminal.complain([sentence], code="wrong_use")
    return Exit.WRONG_USE


def _text(said: str, row: LedRow) -> DisplayText:
    digits = "".join(letter for letter in said if letter.isascii() and letter.isdigit())
    number = int(digits) if digits else None
    return DisplayText(text=said, number=number, counter=row.settings.counter)


def _told(
    row: LedRow, text: str, state: DisplayState, texts: Texts, *, busy: bool
) -> tuple[dict[str, Any], list[str]]:
    """What became of ``text`` on the row: as data, and in words."""
    said = text if row.place == 1 else ""
    shown = row.dialect.shown(said).strip()
    sentences = [_state_line(row.name, state, texts, busy=busy)]
    if shown != said.strip():
        sentences.append(texts("display.shows_only", name=row.name, text=said, shown=shown))
    data = {"display": row.name, "text": said, "shown": shown, "state": state.value}
    return data, sentences


def _state_line(name: str, state: DisplayState, texts: Texts, *, busy: bool) -> str:
    return texts("cli.led.told", name=name, state=_state_words(state, texts, busy=busy))


def _state_words(state: DisplayState, texts: Texts, *, busy: bool) -> str:
    return texts("display.line_busy") if busy else texts.of("cli.led.state", state.value)


def _steps(rows: Sequence[LedRow]) -> Iterator[tuple[LedRow, str]]:
    for row in rows:
        yield row, _ALL_SEGMENTS * (row.dialect.width or 4)
        yield row, str(row.settings.address)
        yield row, row.display


def _tell_step(
    row: LedRow, said: str, report: DisplayReport, terminal: Terminal, *, busy: bool
) -> None:
    data = {
        "display": row.name,
        "text": said,
        "shown": row.dialect.shown(said).strip(),
        "state": report.state.value,
        "sent": report.sent,
        "heard": report.heard,
    }
    texts = terminal.texts
    terminal.tell(
        data,
        texts(
            "display.step",
            name=row.name,
            shown=data["shown"],
            state=_state_words(report.state, texts, busy=busy),
            sent=report.sent or "-",
            heard=report.heard or "-",
        ),
    )


def _states(leds: LedLines, names: Sequence[str]) -> dict[str, DisplayState]:
    """How the displays ``names`` are, once each is known or the time is over."""

    def known() -> bool:
        states = leds.states()
        return all(states[name] is not DisplayState.UNKNOWN for name in names)

    _wait(known)
    states = leds.states()
    return {name: states[name] for name in names}


def _report(leds: LedLines, row: LedRow, said: str) -> DisplayReport:
    """What is known of the row once it shows ``said``, has failed, or the time is over."""
    wanted = row.dialect.shown(said)

    def over() -> bool:
        report = leds.reports()[row.name]
        return report.fault is not None or report.shown == wanted

    _wait(over)
    return leds.reports()[row.name]


def _wait(fact: Callable[[], bool]) -> None:
    deadline, pause = time.monotonic() + ANSWER_WITHIN_S, threading.Event()
    while not fact() and time.monotonic() < deadline:
        pause.wait(_LOOK_EVERY_S)
