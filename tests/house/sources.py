"""The project's own source files, read once, for the tests about them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "core",
    "i18n",
    "db",
    "hardware",
    "ui_kit",
    "kiosk",
    "officer_panel",
    "counter_display",
    "admin",
    "motcua",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Python file. ``name`` is its path from the project's root, with slashes."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below ``folders``."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8")
            name = path.relative_to(ROOT).as_posix()
            found.append(Source(name=name, text=text, tree=ast.parse(text, filename=name)))
    return tuple(found)


def product() -> tuple[Source, ...]:
    """What is shipped."""
    return sources(*PACKAGES)


def own_tests() -> tuple[Source, ...]:
    return sources("tests")


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def last_name(node: ast.expr) -> str:
    """``texts`` of ``self.texts``; empty for anything that has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
