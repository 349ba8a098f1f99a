"""A kiosk without a screen, to be killed: ``python -m tests.kiosk_process URL FOLDER PORT TALK``.

It starts as the real one does and writes what happens to the file TALK, a JSON object a line, each
on the disk's cache before the next thing happens. Orders come a line each on its standard input:
``take``, ``reprint LABEL``, ``look_after``, ``end``.
"""

import json
import sys
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.ids import new_id
from core.slip import Slip
from hardware.drivers.escpos_printer import EscposPrinter
from hardware.drivers.escpos_settings import EscposSettings
from hardware.links.tcp import TcpLink
from hardware.protocols.capabilities import Capabilities
from hardware.protocols.printer import OnBegun, OnOutcome, OnStatus, Printer, ignore_begun
from tests.ticket_giver import PRINTER, TicketGiver


class Talk:
    """What the process tells, line by line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def say(self, what: str, **facts: Any) -> None:
        self._file.write(json.dumps({"what": what, **facts}) + "\n")
        self._file.flush()


class Announced:
    """The printer; tells of each slip when its first byte is about to leave."""

    def __init__(self, printer: Printer, talk: Talk) -> None:
        self._printer = printer
        self._talk = talk
        self.status = printer.status
        self.look = printer.look
        self.close = printer.close

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        def begun() -> None:
            on_begun()
            self._talk.say("begun")

        self._printer.print_slip(slip, on_outcome=on_outcome, on_begun=begun)


class Unhurried:
    """A printer so busy that it never begins: the slip waits in its queue."""

    def __init__(self, printer: Printer) -> None:
        self.status = printer.status
        self.look = printer.look
        self.close = printer.close

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        """Kept, as behind a long slip of someone else."""


def driver(port: int, on_status: OnStatus) -> EscposPrinter:
    settings = EscposSettings(
        name=PRINTER,
        capabilities=Capabilities(width_dots=384),
        poll_s=0.2,
        answer_s=0.3,
        confirm_s=20.0,
        patience_s=0.3,
    )
    return EscposPrinter(TcpLink("127.0.0.1", port), settings, on_status=on_status)


def main(url: str, folder: str, port: str, talk_path: str, pace: str) -> None:
    talk = Talk(Path(talk_path))
    real = driver(int(port), lambda _status: None)
    printer: Printer = Unhurried(real) if pace == "unhurried" else Announced(real, talk)
    giver = TicketGiver(url, SystemClock(), Path(folder), printer)
    for owed in giver.owed():
        talk.say("owed", label=owed.label, ticket_id=owed.ticket_id, doubtful=owed.doubtful)
    talk.say("ready")
    for order in sys.stdin:
        obey(order.split(), giver, talk)
        if order.strip() == "end":
            break
    giver.close()


def obey(order: list[str], giver: TicketGiver, talk: Talk) -> None:
    match order:
        case ["take"]:
            taken = giver.take()
            talk.say("taken", label=taken.label, ticket_id=taken.ticket_id)
        case ["reprint", ticket_id]:
            news = giver.reprint(ticket_id, cmd_id=new_id())
            talk.say("reprint", state=news.print_state.name)
        case ["look_after"]:
            giver.look_after()
            talk.say("looked")
        case ["end"]:
            talk.say("ended")
        case _:
            raise ValueError(order)


if __name__ == "__main__":
    main(*sys.argv[1:])
