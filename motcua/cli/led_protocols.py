"""``motcua led verify`` and ``motcua led checksum``: display protocols beside their examples."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from hardware.frames.check_search import FittingCheck, search_checks
from hardware.frames.presets import verify_all
from hardware.frames.template_line import hex_bytes
from i18n import Texts
from motcua.cli.terminal import Exit, Terminal, table
from motcua.settings.protocols import all_protocols

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

# Chance explains the rest of a longer list.
MOST_SHOWN = 8


def add_to(branch: "Branch", texts: Texts) -> None:
    """Hang the commands of display protocols up at ``motcua led``."""
    branch.leaf("verify", texts("cli.led.verify"), verify)
    checksum = branch.leaf("checksum", texts("protocol.checksum"), find_checksum)
    checksum.add_argument("frames", nargs="+", metavar="HEX", help=texts("protocol.frames"))


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


def find_checksum(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Which checksums explain the frames of a maker's sheet."""
    texts = terminal.texts
    frames = [hex_bytes(each) for each in args.frames]
    wrong = [each for each, frame in zip(args.frames, frames, strict=True) if not frame]
    examples = [frame for frame in frames if frame]
    if wrong:
        terminal.complain([texts("protocol.not_hex", value=wrong[0])], code="wrong_use")
        return Exit.WRONG_USE
    try:
        found = search_checks(examples)
    except ValueError:
        terminal.complain([texts("protocol.wrong_length")], code="wrong_use")
        return Exit.WRONG_USE
    data = [_fact(check, examples[0]) for check in found]
    rows = [
        (f'"check:{fact["encoding"]}"', f'alg = "{fact["alg"]}"', _place(texts, fact))
        for fact in data[:MOST_SHOWN]
    ]
    if not rows:
        terminal.show(data, [texts("protocol.nothing_fits")])
        return Exit.FAILED
    lines = [*table(rows), texts("protocol.fitting", shown=len(rows), count=len(data))]
    if len(data) > 1:
        lines.append(texts("protocol.more_examples"))
    terminal.show(data, lines)
    return Exit.DONE


def _fact(check: FittingCheck, example: bytes) -> dict[str, str | int]:
    """A checksum with its places in ``example``, counted from 0."""
    return {
        "alg": check.alg,
        "encoding": check.encoding.value,
        "at": len(example) + check.at,
        "first": check.first,
        "last": len(example) + check.last,
    }


def _place(texts: Texts, fact: Mapping[str, str | int]) -> str:
    return texts("protocol.place", at=fact["at"], first=fact["first"], last=fact["last"])
