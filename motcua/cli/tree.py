"""The tree of commands. Each area is a module with ``add_to(branches, leaf)``.

A leaf is one command; it names the function that runs it. Options that every command has may
stand before or after its words: ``motcua --json led list`` and ``motcua led list --json``.
"""

import argparse
import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, Protocol

from i18n import LANGUAGES, Texts
from motcua import VERSION
from motcua.cli.refusing import refusal
from motcua.cli.terminal import Exit, Run

# The module of each area, and the first words of its commands.
AREAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "demo": ("demo",),
        "programs": ("kiosk", "panel", "display"),
        "ticket": ("ticket",),
        "counter": ("counter",),
        "site": ("site",),
        "slip": ("slip",),
        "printer": ("printer",),
        "led": ("led",),
        "voice": ("voice",),
        "sim": ("sim",),
        "db": ("db",),
        "config": ("config",),
    }
)


class Parser(argparse.ArgumentParser):
    """A command's words; what is wrong with them is told in the language of ``texts``."""

    def __init__(self, *, texts: Texts, **options: Any) -> None:
        super().__init__(**options)
        self._texts = texts

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().removeprefix("usage: ").rstrip()
        lines = [self._texts("cli.usage", usage=usage), refusal(self._texts, message)]
        self.exit(Exit.WRONG_USE, "\n".join([*lines, ""]))


class Branch:
    """A point of the tree where commands and further branches are hung up."""

    def __init__(self, parser: Parser, texts: Texts, depth: int = 0) -> None:
        title = texts("cli.commands")
        names = "command" if depth == 0 else f"command_{depth}"
        self.texts = texts
        self._depth = depth
        self._branches = parser.add_subparsers(
            dest=names, title=title, metavar=texts("cli.command"), required=True
        )

    def branch(self, name: str, help_text: str) -> "Branch":
        """A word that further words follow."""
        parser = self._branches.add_parser(
            name, help=help_text, description=help_text, texts=self.texts
        )
        return Branch(parser, self.texts, self._depth + 1)

    def leaf(self, name: str, help_text: str, run: Run) -> argparse.ArgumentParser:
        """A command; add its own arguments to the parser that comes back."""
        parser = self._branches.add_parser(
            name,
            help=help_text,
            description=help_text,
            texts=self.texts,
            parents=[common_options(self.texts, argparse.SUPPRESS)],
        )
        parser.set_defaults(run=run)
        return parser


class Area(Protocol):
    """A module of commands."""

    def add_to(self, tree: Branch) -> None:
        """Hang up this area's commands."""


def common_options(texts: Texts, default: Any = None) -> Parser:
    """What every command understands; ``SUPPRESS`` keeps a leaf from undoing what came before."""
    suppressed = default is argparse.SUPPRESS
    options = Parser(texts=texts, add_help=False)
    options.add_argument(
        "--config", type=Path, metavar="FILE", default=default, help=texts("cli.option.config")
    )
    options.add_argument(
        "--language", choices=LANGUAGES, default=default, help=texts("cli.option.language")
    )
    options.add_argument(
        "--json",
        action="store_true",
        default=default if suppressed else False,
        help=texts("cli.option.json"),
    )
    return options


def areas_for(words: Sequence[str]) -> Iterator[Area]:
    """The areas that ``words`` may mean: importing all would delay a kiosk's first picture."""
    meant = [name for name, first in AREAS.items() if any(word in first for word in words)]
    for name in meant or AREAS:
        area: Area = importlib.import_module(f"motcua.cli.{name}")
        yield area


def build_tree(texts: Texts, words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of the command line, in the language of ``texts``; whole without ``words``."""
    parser = Parser(
        texts=texts, prog="motcua", description=texts("cli.about"), parents=[common_options(texts)]
    )
    version = f"{texts('common.app')} {VERSION}"
    parser.add_argument(
        "--version", action="version", version=version, help=texts("cli.option.version")
    )
    tree = Branch(parser, texts)
    for area in areas_for(words):
        area.add_to(tree)
    return parser
