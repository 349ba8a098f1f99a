"""``motcua demo``: the whole hall on one machine, with simulated devices."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.cli.terminal import Exit, Terminal
from motcua.demo.screen import has_screen

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

DEFAULT_FOLDER = Path("build") / "demo"


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    leaf = tree.leaf("demo", texts("demo.about"), demo)
    leaf.add_argument("--headless", action="store_true", help=texts("demo.option.headless"))
    leaf.add_argument(
        "--out",
        type=Path,
        default=DEFAULT_FOLDER,
        metavar="DIR",
        help=texts("demo.option.out", folder=DEFAULT_FOLDER),
    )
    leaf.add_argument("--postgres", action="store_true", help=texts("demo.option.postgres"))


def demo(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The scripted morning where there is no screen, else all windows."""
    # Qt and the programs take a while to import, and only this command needs them.
    from motcua.demo.play import play_headless, play_in_windows
    from motcua.demo.stage import StepFailed

    texts, settings = terminal.texts, terminal.settings()
    if not args.headless and has_screen():
        terminal.note(texts("demo.windows"))
        play_in_windows(settings, args.out, postgres=args.postgres)
        return Exit.DONE
    terminal.note(texts("demo.title"))
    began = time.monotonic()
    try:
        pictures = play_headless(settings, args.out, terminal.note, postgres=args.postgres)
    except StepFailed as failed:
        terminal.complain([texts("demo.failed", what=failed)], code="step_failed")
        return Exit.FAILED
    seconds = time.monotonic() - began
    terminal.show(
        {"pictures": [str(path) for path in pictures], "seconds": round(seconds, 1)},
        [texts("demo.done", count=len(pictures), folder=args.out, seconds=round(seconds))],
    )
    return Exit.DONE
