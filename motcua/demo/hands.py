"""What citizens and officers do in the demo, each with the fact that shows it was done."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image
from PySide6.QtCore import Qt

from core.announcement import Wording
from core.clock import Clock, local_time
from core.fault import FaultCode
from core.ticket import PrintState, Ticket, TicketState
from hardware.sim.printer import SimPrinter
from i18n import Texts
from kiosk.screens.view import Place
from motcua.demo.eyes import Eyes
from motcua.demo.hall import DemoHall
from motcua.demo.stage import Stage
from motcua.programs.panel import PanelProgram
from ui_kit.inspection import visible_text

Key = Qt.Key

# The panel ignores presses this soon after an answer: second halves of double presses.
_BETWEEN_KEYS_MS = 1_000


@dataclass(slots=True, kw_only=True)
class Hands:
    """Touches, keys and looks. ``papers`` fills as the simulated printer cuts them."""

    hall: DemoHall
    stage: Stage
    texts: Texts
    clock: Clock
    skip: Callable[[int], None]
    papers: list[Image.Image]
    eyes: Eyes
    labels: list[str] = field(default_factory=list)

    def tell(self, key: str, **facts: object) -> None:
        """One line of the transcript, with the hour at the site; ``key`` is a text's."""
        zone = self.hall.books.reader.hall().office.zone
        hour = local_time(self.clock.now_ms(), zone)
        words = self.texts(key, **facts)
        self.stage.say(f"  {hour:%H:%M}  {words}")

    # Citizens -----------------------------------------------------------------------------------

    def take(
        self,
        service: str,
        priority: str | None,
        *,
        paper: PrintState = PrintState.PRINTED,
        picture: str | None = None,
    ) -> Ticket:
        """Get a number, wait for its paper, leave for home."""
        ticket = self.take_and_stay(service, priority, paper=paper, picture=picture)
        self.leave_number()
        return self.now(ticket)

    def take_and_stay(
        self,
        service: str,
        priority: str | None,
        *,
        paper: PrintState,
        picture: str | None = None,
    ) -> Ticket:
        """Touch a service, touch the priority question, get a number; wait for its paper."""
        program, stage = self.hall.kiosk, self.stage
        known = {ticket.ticket_id for ticket in self.hall.books.reader.tickets()}
        stage.touch(program.window, f"{service},")
        stage.until(lambda: program.window.place is Place.PRIORITY, "the question of priority")
        if priority is not None:
            stage.picture(program.window, "kiosk-priority")
        stage.touch(program.window, self._group_name(priority))
        stage.until(lambda: program.window.place is Place.TAKEN, "the number on the screen")
        ticket = next(
            each for each in self.hall.books.reader.tickets() if each.ticket_id not in known
        )
        self.labels.append(ticket.label)
        stage.until(
            lambda: self.now(ticket).print_state is paper, f"{ticket.label}: paper {paper.name}"
        )
        if picture is not None:
            stage.picture(program.window, picture)
        return self.now(ticket)

    def print_again(self, ticket: Ticket, *, picture: str) -> None:
        """Touch "try again" on the number whose slip surely never came out; wait for its paper."""
        window, stage = self.hall.kiosk.window, self.stage
        stage.touch(window, self.texts("kiosk.choice.try_again"))
        stage.until(
            lambda: self.now(ticket).print_state is PrintState.PRINTED, f"{ticket.label} on paper"
        )
        came_out = self.texts("kiosk.paper.printed_hint")
        stage.until(lambda: came_out in visible_text(window), "the kiosk says that it came out")
        stage.picture(window, picture)

    def leave_number(self) -> None:
        """Touch the way home."""
        window = self.hall.kiosk.window
        self.stage.touch(window, self.texts("kiosk.bar.home"))
        self.stage.until(lambda: window.place is Place.HOME, "the kiosk's first screen")

    def _group_name(self, priority: str | None) -> str:
        if priority is None:
            return self.texts("kiosk.priority.none")
        groups = self.hall.books.reader.hall().priorities
        found = next(group for group in groups if group.code == priority)
        return self.texts.pick(found.name_vi, found.name_en)

    # Officers -----------------------------------------------------------------------------------

    def sit_down(self, counter_id: int, panel: PanelProgram) -> None:
        """The officer whose turn it is takes the counter that is offered first: one key."""
        window = panel.window
        self.stage.until(lambda: window.seat_work.seats is not None, "who may sit where")
        officers = window.seat_screen.officers
        free = sorted(self.hall.panels).index(counter_id)
        officers.setCurrentRow(free)
        self.stage.press(officers, Key.Key_Return)
        self.stage.until(
            lambda: self.hall.books.reader.desk(counter_id).counter.is_open,
            f"counter {counter_id} open",
        )
        self.stage.until(lambda: window.desk_screen.isVisibleTo(window), "the officer's desk")

    def call(self, counter_id: int, *, on_display: bool = True) -> Ticket:
        """F2: the next number, in the books, on the LED displays and out of the loudspeaker."""
        self.key(counter_id, Key.Key_F2)
        self.stage.until(lambda: self.at(counter_id) is not None, f"a call at {counter_id}")
        ticket = self.at(counter_id)
        assert ticket is not None, "just waited for"
        if on_display:
            self.eyes.wait_for_number(counter_id, ticket.label)
            self.tell("demo.called", label=ticket.label, counter=counter_id)
        self.hear(ticket, Wording.CALL)
        return ticket

    def recall(self, counter_id: int, ticket: Ticket, wording: Wording) -> None:
        """F5: the same number once more; the loudspeaker words it as ``wording``."""
        calls = self.now(ticket).calls
        self.key(counter_id, Key.Key_F5)
        self.stage.until(
            lambda: self.now(ticket).calls == calls + 1, f"{ticket.label} called again"
        )
        self.hear(ticket, wording)

    def hear(self, ticket: Ticket, wording: Wording) -> None:
        """What the loudspeaker says of the newest call, in the transcript."""
        said = self.eyes.hear(ticket.label, wording)
        self.tell("demo.spoken", words=self.eyes.words_of(said))

    def serve(self, counter_id: int, ticket: Ticket) -> None:
        """F3: the citizen has come."""
        self.key(counter_id, Key.Key_F3)
        self.wait_for_state(ticket, TicketState.SERVING)
        self.wait_for_panel(counter_id)

    def finish(self, counter_id: int, ticket: Ticket) -> None:
        """F4: done; the LED display is empty again."""
        self.key(counter_id, Key.Key_F4)
        self.wait_for_state(ticket, TicketState.DONE)
        self.eyes.wait_for_idle(counter_id)
        self.tell("demo.finished", label=ticket.label, counter=counter_id)

    def miss(self, counter_id: int, ticket: Ticket) -> None:
        """F6: nobody came."""
        self.key(counter_id, Key.Key_F6)
        self.wait_for_state(ticket, TicketState.NO_SHOW)

    def key(self, counter_id: int, key: Qt.Key) -> None:
        window = self.hall.panels[counter_id].window
        self.wait_for_panel(counter_id)
        self.stage.press(window, key)

    def wait_for_panel(self, counter_id: int) -> None:
        """Until the panel shows what is at its counter and presses count."""
        self.skip(_BETWEEN_KEYS_MS)
        screen = self.hall.panels[counter_id].window.desk_screen
        self.stage.until(lambda: screen.ready, f"the panel of counter {counter_id} is ready")

    # Looks --------------------------------------------------------------------------------------

    def now(self, ticket: Ticket) -> Ticket:
        return self.hall.books.reader.ticket(ticket.ticket_id)

    def at(self, counter_id: int) -> Ticket | None:
        return self.hall.books.reader.desk(counter_id).ticket

    def wait_for_state(self, ticket: Ticket, state: TicketState) -> None:
        self.stage.until(
            lambda: self.now(ticket).state is state, f"{ticket.label}: {state.name.lower()}"
        )

    def sim_printer(self) -> SimPrinter:
        return next(iter(self.hall.devices.sim_printers.values()))

    def printer_fault(self) -> FaultCode | None:
        printer = self.hall.kiosk.printer
        return None if printer is None else printer.status().fault
