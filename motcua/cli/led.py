"""``motcua led …``: the number displays over the counters."""

import argparse
import threading
import time
from typing import TYPE_CHECKING

from core.fault import FaultCode, Refused
from hardware.frames.presets import verify_all
from hardware.protocols.display import DisplayState, DisplayText
from motcua.cli.terminal import Exit, Terminal, table
from motcua.devices import Devices
from motcua.settings.protocols import all_protocols

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

ANSWER_WITHIN_S = 5.0


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("led", texts("cli.led.about"))
    branch.leaf("list", texts("cli.led.list"), list_displays)
    show = branch.leaf("show", texts("cli.led.show"), show_text)
    show.add_argument("counter", type=int, metavar="COUNTER", help=texts("cli.led.counter"))
    show.add_argument("text", metavar="TEXT", help=texts("cli.led.text"))
    branch.leaf("verify", texts("cli.led.verify"), verify)


def list_displays(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every display of this machine, with its place and protocol."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    protocols = all_protocols(settings.led.protocol)
    rows = [
        {
            "name": name,
            "counter": display.counter,
            "line": display.line,
            "link": settings.led.line[display.line].link.kind,
            "protocol": display.protocol,
            "title": protocols[display.protocol].title,
            "address": display.address,
        }
        for name, display in settings.led.display.items()
    ]
    if not rows:
        terminal.show([], [texts("cli.led.none")])
        return Exit.DONE
    head = (
        texts("cli.led.name"),
        texts("common.counter"),
        texts("cli.led.line"),
        texts("cli.led.link"),
        texts("cli.led.protocol"),
        texts("cli.led.title"),
        texts("cli.led.address"),
    )
    terminal.show(rows, table([head, *(row.values() for row in rows)]))
    return Exit.DONE


def show_text(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Show a text at a counter now, and tell what its displays answered."""
    settings, texts = terminal.settings(), terminal.texts
    changed = threading.Event()
    with Devices(settings) as devices:
        names = devices.displays_of().get(args.counter, ())
        if not names:
            raise Refused(FaultCode.COUNTER_UNKNOWN, counter=args.counter)
        leds = devices.leds(names, on_change=lambda _name, _state: changed.set())
        digits = "".join(letter for letter in args.text if letter.isdecimal())
        text = DisplayText(
            text=args.text, number=int(digits) if digits else None, counter=args.counter
        )
        for name in names:
            leds.want(name, text)
        deadline = time.monotonic() + ANSWER_WITHIN_S
        while True:
            changed.clear()
            states = {name: leds.states()[name] for name in names}
            left_s = deadline - time.monotonic()
            if DisplayState.UNKNOWN not in states.values() or left_s <= 0:
                break
            changed.wait(left_s)
    data = [
        {"display": name, "text": args.text, "state": state.value} for name, state in states.items()
    ]
    lines = [
        texts("cli.led.told", name=name, state=texts.of("cli.led.state", state.value))
        for name, state in states.items()
    ]
    terminal.show(data, lines)
    good = (DisplayState.SHOWN, DisplayState.SENT)
    return Exit.DONE if all(state in good for state in states.values()) else Exit.FAILED


def verify(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every protocol beside its published or the maker's example."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    results = verify_all(all_protocols(settings.led.protocol))
    data = [
        {
            "protocol": each.preset,
            "title": each.title,
            "expected": each.expected,
            "actual": each.actual,
            "ok": each.ok,
        }
        for each in results
    ]
    rows = [
        (texts("cli.led.right") if each.ok else texts("cli.led.wrong"), each.preset, each.actual)
        for each in results
    ]
    right = sum(each.ok for each in results)
    terminal.show(data, [*table(rows), texts("cli.led.verified", right=right, count=len(results))])
    return Exit.DONE if right == len(results) else Exit.FAILED
