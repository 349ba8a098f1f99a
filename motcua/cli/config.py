"""``motcua config check``: is config.toml right?"""

import argparse
from typing import TYPE_CHECKING

from motcua.cli.terminal import Exit, Terminal
from motcua.settings import SettingsProblems, load_settings, sentence_of

if TYPE_CHECKING:
    from motcua.cli.tree import Branch


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("config", texts("cli.config.about"))
    branch.leaf("check", texts("cli.config.check"), check)


def check(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Everything wrong with the file, one sentence each."""
    del args
    texts = terminal.texts
    try:
        settings = load_settings(terminal.config)
    except SettingsProblems as wrong:
        found = [
            {
                "key": each.key,
                "code": each.code.value,
                "allowed": list(each.allowed),
                "sentence": sentence_of(each, wrong.path, texts),
            }
            for each in wrong.problems
        ]
        many = texts("config.problems", path=wrong.path, count=len(found))
        head = many if len(found) > 1 else texts("config.one_problem", path=wrong.path)
        lines = [head, *(f"  {each['sentence']}" for each in found)]
        terminal.show({"path": str(wrong.path), "ok": False, "problems": found}, lines)
        return Exit.FAILED
    counts = {"printers": len(settings.printer), "displays": len(settings.led.display)}
    line = texts("config.good", path=terminal.config, **counts)
    terminal.show({"path": str(terminal.config), "ok": True, "problems": [], **counts}, [line])
    return Exit.DONE
