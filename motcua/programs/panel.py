"""An officer's panel, put together."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from core.clock import Clock
from core.fault import Fault
from core.hall import Desk
from core.ticket import Event, Ticket
from i18n import Language
from motcua.programs.application import show
from motcua.programs.paper_place import ask_for_slip
from motcua.programs.parts import ProgramThreads
from officer_panel.ports import PanelPorts, Seats
from officer_panel.window import PanelWindow

if TYPE_CHECKING:
    from motcua.programs.parts import OpenHall


class PanelProgram:
    """One officer's window on the queue. Made in the GUI thread; ``close`` it there."""

    def __init__(
        self,
        open_hall: "OpenHall",
        clock: Clock,
        *,
        language: Language,
        counter_id: int | None = None,
        officer_id: str | None = None,
    ) -> None:
        self._threads = ProgramThreads(
            "panel", open_hall, on_change=self._refresh, on_state=self._tell_database
        )
        self.window = PanelWindow(
            ports=self._ports(),
            bridge=self._threads.bridge,
            clock=clock,
            language=language,
            counter_id=counter_id,
            officer_id=officer_id,
        )
        self.window.begin()

    def show(self, _app: QApplication, *, windowed: bool, size: tuple[int, int] | None) -> None:
        """Show the window, full screen unless told otherwise."""
        show(self.window, windowed=windowed, size=size)

    def close(self) -> None:
        self.window.close()
        self._threads.close()

    # In the GUI thread.

    def _refresh(self) -> None:
        self.window.refresh()

    def _tell_database(self, fault: Fault | None) -> None:
        self.window.show_database(fault)

    # On the database thread.

    def _ports(self) -> PanelPorts:
        return PanelPorts(
            seats=self._seats,
            desk=self._desk,
            find=self._find,
            call_next=self._command("call_next"),
            pick=self._command("pick"),
            recall=self._command("recall"),
            start=self._command("start"),
            finish=self._command("finish"),
            no_show=self._command("no_show"),
            undo_call=self._command("undo_call"),
            hold=self._command("hold"),
            resume=self._command("resume"),
            restore=self._command("restore"),
            transfer=self._command("transfer"),
            void=self._command("void"),
            reprint=self._reprint,
            open_counter=self._command("open_counter"),
            close_counter=self._command("close_counter"),
        )

    def _command(self, name: str) -> Callable[..., Any]:
        """The queue's command of that name, once the queue is open."""

        def send(*arguments: Any, **named: Any) -> Any:
            return getattr(self._threads.hall().queue, name)(*arguments, **named)

        return send

    def _reprint(
        self, ticket_id: str, *, counter_id: int, officer_id: str | None, cmd_id: str
    ) -> Event:
        return ask_for_slip(
            self._threads.hall(),
            ticket_id,
            counter_id=counter_id,
            officer_id=officer_id,
            cmd_id=cmd_id,
        )

    def _desk(self, counter_id: int) -> Desk:
        return self._threads.hall().reader.desk(counter_id)

    def _find(self, label: str, day: int | None) -> Ticket:
        return self._threads.hall().reader.find(label, day)

    def _seats(self) -> Seats:
        reader = self._threads.hall().reader
        hall = reader.hall()
        return Seats(
            office=hall.office,
            counters=hall.counters,
            officers=reader.officers(),
            priorities=hall.priorities,
        )
