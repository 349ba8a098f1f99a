"""``motcua printer …``: the ticket printers of this machine."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware.registry import capabilities_of
from i18n import Texts
from motcua.cli import printer_find, printer_look, printer_render, printer_test
from motcua.cli.terminal import Exit, Terminal, table
from motcua.settings import LinkSettings, PrinterSettings
from motcua.settings.printing import MUTE_KINDS

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

LEVELS = ("raster", "mixed", "text")


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("printer", texts("cli.printer.about"))
    branch.leaf("list", texts("cli.printer.list"), list_printers)
    branch.leaf("find", texts("cli.printer.find"), printer_find.find_printers)
    leaf = branch.leaf("status", texts("cli.printer.status"), printer_look.tell_status)
    _add_name(leaf, texts)
    leaf = branch.leaf("test", texts("cli.printer.test"), printer_test.print_test)
    _add_name(leaf, texts)
    asking = leaf.add_mutually_exclusive_group()
    asking.add_argument(
        "--answers", type=Path, metavar="FILE", help=texts("cli.printer.answers_file")
    )
    asking.add_argument(
        "--no-questions", action="store_true", help=texts("cli.printer.no_questions")
    )
    leaf = branch.leaf("store-logo", texts("cli.printer.store_logo"), printer_test.keep_logo)
    _add_name(leaf, texts)
    _add_render(branch, texts)


def _add_name(leaf: argparse.ArgumentParser, texts: Texts) -> None:
    leaf.add_argument("name", metavar="NAME", help=texts("cli.printer.device"))


def _add_render(branch: "Branch", texts: Texts) -> None:
    leaf = branch.leaf("render", texts("cli.printer.render"), printer_render.render)
    leaf.add_argument("--printer", required=True, metavar="NAME", help=texts("cli.printer.device"))
    leaf.add_argument("--label", metavar="A007", help=texts("cli.printer.label"))
    leaf.add_argument("--level", choices=LEVELS, help=texts("cli.printer.level_option"))
    leaf.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=texts("cli.printer.job")
    )
    leaf.add_argument(
        "--png", type=Path, required=True, metavar="FILE", help=texts("cli.printer.picture")
    )


def list_printers(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every printer of this machine: what it is, how it is reached, who takes over."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    rows = [
        _row(name, printer) | {"kiosk": name == settings.kiosk.printer}
        for name, printer in settings.printer.items()
    ]
    if not rows:
        terminal.show([], [texts("cli.printer.none")])
        return Exit.DONE
    yes = texts("common.yes")
    head = (
        texts("cli.printer.name"),
        texts("cli.printer.profile"),
        texts("cli.printer.level"),
        texts("cli.printer.width"),
        texts("cli.printer.link"),
        texts("cli.printer.fallback"),
        texts("cli.printer.kiosk"),
    )
    lines = [
        (
            row["name"],
            row["profile"],
            row["level"],
            row["paper_width_dots"],
            row["place"],
            row["fallback"] or "",
            yes if row["kiosk"] else "",
        )
        for row in rows
    ]
    terminal.show(rows, table([head, *lines]))
    return Exit.DONE


def _row(name: str, printer: PrinterSettings) -> dict[str, Any]:
    can = capabilities_of(printer.options(), answers=printer.link.kind not in MUTE_KINDS)
    return {
        "name": name,
        "driver": printer.driver,
        "profile": printer.profile,
        "level": can.level.value,
        "paper_width_dots": can.width_dots,
        "status": can.status.value,
        "confirmation": can.confirmation.value,
        "link": _said(printer.link),
        "place": _place(printer.link),
        "shared": printer.takes_turns,
        "fallback": printer.fallback,
    }


def _said(link: LinkSettings) -> Mapping[str, Any]:
    """The link as it stands in the file."""
    return {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(link).items()
        if value is not None
    }


def _place(link: LinkSettings) -> str:
    """One line for people: ``serial usb:1a86:7523``."""
    parts = [str(value) for key, value in _said(link).items() if key not in ("kind", "flow")]
    return " ".join((link.kind, *parts))
