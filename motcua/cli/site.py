"""``motcua site …``: how this site speaks, and its notice of the day."""

import argparse
import unicodedata
from typing import TYPE_CHECKING, Any

from core.hall import Office
from core.wording import Noun, Reading
from db.catalogue import changing
from motcua.cli.terminal import Exit, Terminal, table
from motcua.wiring import open_queue

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

# A last call after the first is none; after nine nobody listens.
LAST_CALL = range(2, 10)
# Scrolls by in a minute.
NOTICE_LETTERS = 400
_CHANGEABLE = ("noun", "reading", "last_call_at", "notice_vi", "notice_en")


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("site", texts("site.about"))
    branch.leaf("show", texts("site.show.about"), show)
    leaf = branch.leaf("set", texts("site.set.about"), change)
    nouns, readings = ([each.value for each in words] for words in (Noun, Reading))
    leaf.add_argument("--noun", choices=nouns, help=texts("site.option.noun"))
    leaf.add_argument("--reading", choices=readings, help=texts("site.option.reading"))
    leaf.add_argument(
        "--last-call",
        type=int,
        dest="last_call_at",
        metavar="N",
        help=texts("site.option.last_call", least=LAST_CALL[0], most=LAST_CALL[-1]),
    )
    for name in ("notice_vi", "notice_en"):
        option = f"--{name.replace('_', '-')}"
        leaf.add_argument(option, metavar="TEXT", help=texts("site.option.notice"))


def show(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """What the site's displays and voice go by."""
    del args
    with open_queue(terminal.settings(), terminal.environ) as hall:
        _tell(hall.reader.office(), terminal)
    return Exit.DONE


def change(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Change what is named; displays that run show it at once."""
    given = {name: getattr(args, name) for name in _CHANGEABLE}
    values: dict[str, Any] = {
        name: _one_line(value) if name.startswith("notice") else value
        for name, value in given.items()
        if value is not None
    }
    wrong = _wrong(values, terminal)
    if wrong:
        terminal.complain(wrong, code="wrong_use")
        return Exit.WRONG_USE
    with open_queue(terminal.settings(), terminal.environ) as hall:
        with changing(hall.engine, hall.site_id) as catalogue:
            catalogue.change_site(**values)
        _tell(hall.reader.office(), terminal)
    return Exit.DONE


def _wrong(values: dict[str, Any], terminal: Terminal) -> list[str]:
    texts = terminal.texts
    if not values:
        return [texts("site.set.nothing")]
    wrong = []
    if values.get("last_call_at", LAST_CALL[0]) not in LAST_CALL:
        wrong.append(texts("site.set.last_call", least=LAST_CALL[0], most=LAST_CALL[-1]))
    notices = (values.get(name, "") for name in ("notice_vi", "notice_en"))
    wrong += [
        texts("site.set.notice_long", letters=len(notice), most=NOTICE_LETTERS)
        for notice in notices
        if len(notice) > NOTICE_LETTERS
    ]
    return wrong


def _one_line(notice: str) -> str:
    """As a board can scroll it: one line, each accent with its letter."""
    return " ".join(unicodedata.normalize("NFC", notice).split())


def _tell(office: Office, terminal: Terminal) -> None:
    texts = terminal.texts
    data = {
        "site": office.site_id,
        "office_vi": office.name_vi,
        "office_en": office.name_en,
        "noun": office.noun.value,
        "reading": office.reading.value,
        "last_call": office.last_call_at,
        "notice_vi": office.notice_vi,
        "notice_en": office.notice_en,
    }
    none = texts("site.show.none")
    rows = [
        (texts("site.show.office"), office.name_vi),
        (texts("site.show.noun"), texts.of("site.noun", office.noun.value)),
        (texts("site.show.reading"), texts.of("site.reading", office.reading.value)),
        (texts("site.show.last_call"), office.last_call_at),
        (texts("site.show.notice_vi"), office.notice_vi or none),
        (texts("site.show.notice_en"), office.notice_en or none),
    ]
    terminal.show(data, table(rows))
