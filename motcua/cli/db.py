"""``motcua db …``: bring the shared queue to this program's schema, fill it, prove it."""

import argparse
from typing import TYPE_CHECKING

from core.clock import SystemClock
from core.ids import new_id
from db.check import check
from db.queue import Queue
from db.schema import REVISION
from db.seed import seed
from db.upgrade import check_revision, upgrade
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal
from motcua.wiring import open_database

if TYPE_CHECKING:
    from motcua.cli.tree import Branch


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("db", texts("database.about"))
    branch.leaf("upgrade", texts("database.upgrade.about"), upgrade_schema)
    branch.leaf("seed", texts("database.seed.about"), fill)
    branch.leaf("check", texts("database.check.about"), prove)
    clock = branch.leaf("confirm-clock", texts("database.clock.about"), confirm_clock)
    clock.add_argument("--reason", metavar="TEXT", help=texts("ticket.option.reason"))


def upgrade_schema(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Run the migrations that are missing."""
    del args
    with open_database(terminal.settings(), terminal.environ) as engine:
        changed = upgrade(engine)
    sentence = terminal.texts(
        "database.upgrade.done" if changed else "database.upgrade.nothing", revision=REVISION
    )
    terminal.show({"revision": REVISION, "changed": changed}, [sentence])
    return Exit.DONE


def fill(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The site tree, and the catalogue of this machine's site."""
    del args
    settings = terminal.settings()
    with open_database(settings, terminal.environ) as engine:
        check_revision(engine)
        seed(engine, settings.site)
    terminal.show(
        {"site": settings.site}, [terminal.texts("database.seed.done", site=settings.site)]
    )
    return Exit.DONE


def prove(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Replay the site's whole feed and hold the tables against it."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    with open_database(settings, terminal.environ) as engine:
        check_revision(engine)
        result = check(engine, settings.site)
    data = {
        "site": settings.site,
        "events": result.events,
        "tickets": result.tickets,
        "differences": list(result.differences),
    }
    lines = [
        texts("database.check.read", events=result.events, tickets=result.tickets),
        *result.differences,
        texts("database.check.wrong", count=len(result.differences))
        if result.differences
        else texts("database.check.right"),
    ]
    terminal.show(data, lines)
    return Exit.FAILED if result.differences else Exit.DONE


def confirm_clock(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Someone has looked at the machine's date and time and vouches for it."""
    settings = terminal.settings()
    with open_database(settings, terminal.environ) as engine:
        check_revision(engine)
        queue = Queue(engine, settings.site, engine.clock(SystemClock()))
        event = queue.confirm_clock(cmd_id=new_id(), reason=args.reason)
        queue.close()
    terminal.show(plain(event), [terminal.texts("database.clock.done")])
    return Exit.DONE
