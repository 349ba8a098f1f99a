"""A scripted morning: citizens touch, paper comes out, officers call, things break and heal.

Every act drives the real programs with real touches and keys and then waits for the fact: in the
books, on the simulated paper, on the simulated displays. An act whose fact never comes fails.
"""

from dataclasses import dataclass

from core.announcement import Wording
from core.clock import MINUTE_MS
from core.ticket import PrintState, TicketState
from db.catalogue import changing
from db.check import check
from hardware.protocols.display import DisplayState
from hardware.sim.printer import Trouble
from i18n import Texts
from kiosk.screens.view import Place
from motcua.demo.eyes import Eyes
from motcua.demo.hall import DemoHall
from motcua.demo.hands import Hands
from motcua.demo.stage import Stage, StepFailed
from ui_kit.inspection import visible_text

# Who comes in the first half hour: service, priority group, minutes after the one before.
FIRST_CITIZENS = (
    ("A", None, 1),
    ("A", None, 2),
    ("C", None, 1),
    ("A", None, 2),
    ("T", None, 1),
    ("H", None, 3),
    ("A", None, 2),
    ("C", "NCT", 4),
    ("E", None, 2),
    ("A", None, 3),
    ("L", None, 1),
)


@dataclass(slots=True, kw_only=True)
class Morning:
    """The script, with the hands that play it."""

    hands: Hands

    @property
    def hall(self) -> DemoHall:
        return self.hands.hall

    @property
    def stage(self) -> Stage:
        return self.hands.stage

    @property
    def eyes(self) -> Eyes:
        return self.hands.eyes

    @property
    def texts(self) -> Texts:
        return self.hands.texts

    def play(self) -> None:
        """All acts in order; raises ``StepFailed`` at the first that does not happen."""
        self.open_counters()
        self.first_citizens()
        self.notice_of_the_day()
        self.first_call()
        self.priority_comes_earlier()
        self.paper_runs_out()
        self.line_unplugged()
        self.called_three_times()
        self.counter_pauses()
        self.put_aside_and_back()
        self.out_of_turn()
        self.in_english()
        self.prove()

    # Acts ----------------------------------------------------------------------------------------

    def open_counters(self) -> None:
        """Three officers sit down, each with two keys."""
        for counter_id, panel in self.hall.panels.items():
            self.hands.sit_down(counter_id, panel)
        self.hands.tell("demo.open", counters=", ".join(map(str, self.hall.panels)))
        self.eyes.wait_for_idle(1)

    def first_citizens(self) -> None:
        """A queue builds up; every number comes out on paper."""
        kiosk = self.hall.kiosk.window
        self.stage.until(lambda: kiosk.place is Place.HOME, "the kiosk's first screen")
        self.stage.picture(kiosk, "kiosk-home-empty")
        for service, priority, minutes in FIRST_CITIZENS:
            self.hands.skip(minutes * MINUTE_MS)
            ticket = self.hands.take(service, priority)
            self.hands.tell("demo.taken", label=ticket.label, ahead=ticket.ahead)
        self.stage.picture(kiosk, "kiosk-home")
        self.stage.keep(self.hands.papers[-1], "slip-last-of-the-queue")
        self.hands.tell("demo.papers", count=len(self.hands.papers))

    def notice_of_the_day(self) -> None:
        """Ward IT writes a notice; the board shows it without being started again."""
        notices = {
            f"notice_{name}": texts("demo.notice") for name, texts in self.hall.texts.items()
        }
        with changing(self.hall.books.engine, self.hall.books.site_id) as catalogue:
            catalogue.change_site(**notices)
        board = self.hall.display.window
        self.stage.until(board.notice.text, "the notice on the board")
        self.hands.tell("demo.noticed", notice=board.notice.text())

    def first_call(self) -> None:
        """One key; the number is on the panel, on every LED display and on the board."""
        self.hands.skip(MINUTE_MS)
        ticket = self.hands.call(1)
        self.stage.until(
            lambda: self.hall.display.window.call_face.isVisibleTo(self.hall.display.window),
            "the call on the board",
        )
        self.stage.picture(self.hall.display.window, "board-call")
        self.hands.wait_for_panel(1)
        self.stage.picture(self.hall.panels[1].window, "panel-called")
        self.eyes.keep_wall("led-wall-first-call")
        self.hands.serve(1, ticket)
        self.stage.picture(self.hall.panels[1].window, "panel-serving")
        self.hands.skip(4 * MINUTE_MS)
        self.hands.finish(1, ticket)

    def priority_comes_earlier(self) -> None:
        """The older citizen who came last is called before those of the same service."""
        waiting = self.hall.books.reader.tickets(TicketState.WAITING)
        civil = [ticket for ticket in waiting if ticket.service_id == "C"]
        ticket = self.hands.call(3)
        if ticket.priority != "NCT" or ticket.ticket_id == civil[0].ticket_id:
            raise StepFailed(f"priority before the others: {ticket.label}")
        self.hands.tell("demo.priority", label=ticket.label)
        self.hands.serve(3, ticket)
        self.hands.skip(6 * MINUTE_MS)
        self.hands.finish(3, ticket)

    def paper_runs_out(self) -> None:
        """The roll ends: the number stays valid, large on the screen, and cannot be printed again
        until there is a new roll; then one touch, and the very slip comes out."""
        printer = self.hands.sim_printer()
        printer.trouble(Trouble.PAPER_OUT)
        self.stage.until(
            lambda: self.hands.printer_fault() is not None, "the kiosk knows: no paper"
        )
        self.stage.picture(self.hall.kiosk.window, "kiosk-home-no-paper")
        before = len(self.hands.papers)
        ticket = self.hands.take_and_stay(
            "A", None, paper=PrintState.FAILED, picture="kiosk-taken-no-paper"
        )
        self.hands.tell("demo.no_paper", label=ticket.label)
        printer.clear(Trouble.PAPER_OUT)
        self.stage.until(lambda: self.hands.printer_fault() is None, "the kiosk knows: new roll")
        if len(self.hands.papers) != before:
            raise StepFailed("a slip came out that nobody asked for")
        self.hands.print_again(ticket, picture="kiosk-printed-again")
        if len(self.hands.papers) != before + 1:
            raise StepFailed(f"{ticket.label}: not one slip, but {len(self.hands.papers) - before}")
        self.hands.leave_number()
        self.hands.tell("demo.paper_again", label=ticket.label)
        self.hands.take("A", None, picture="kiosk-taken")

    def line_unplugged(self) -> None:
        """A line's plug is pulled: its counters go on, and it is right again by itself."""
        name = self.hall.devices.displays_of()[3][0]
        wall = self.hall.devices.walls[self.hall.settings.led.display[name].line]
        wall.unplug(stay=True)
        ticket = self.hands.call(3, on_display=False)
        self.stage.until(
            lambda: self.hall.display.leds.states()[name] is DisplayState.UNREACHABLE,
            "the unplugged line is noticed",
        )
        self.eyes.wait_for_main_board(ticket.label)
        self.eyes.keep_wall("led-wall-line-unplugged")
        self.hands.tell("demo.unplugged", counter=3, label=ticket.label)
        wall.plug_in()
        self.eyes.wait_for_number(3, ticket.label)
        self.hands.tell("demo.plugged", counter=3, label=ticket.label)
        self.hands.serve(3, ticket)
        self.hands.skip(5 * MINUTE_MS)
        self.hands.finish(3, ticket)

    def called_three_times(self) -> None:
        """Nobody has heard: "once more", then "the last time"; the citizen comes running."""
        ticket = self.hands.call(1)
        self.hands.recall(1, ticket, Wording.AGAIN)
        self.hands.recall(1, ticket, Wording.LAST)
        self.hands.serve(1, ticket)
        self.hands.skip(3 * MINUTE_MS)
        self.hands.finish(1, ticket)

    def counter_pauses(self) -> None:
        """An officer has lunch: the LED display and the board say so, and then no longer."""
        reason = self.texts("demo.pause_reason")
        self.hall.books.queue.pause_counter(5, reason=reason, cmd_id="demo-pause-5")
        self.eyes.wait_for_pause(5)
        board = self.hall.display.window
        words = self.texts("board.paused", reason=reason)
        self.stage.until(lambda: words in visible_text(board), "the pause on the board")
        self.stage.picture(board, "board-pause")
        self.eyes.keep_wall("led-wall-pause")
        self.hands.tell("demo.paused", counter=5, reason=reason)
        self.hall.books.queue.resume_counter(5, cmd_id="demo-resume-5")
        self.eyes.wait_for_idle(5)
        self.hands.tell("demo.resumed", counter=5)

    def put_aside_and_back(self) -> None:
        """Nobody comes; later the citizen is there after all and keeps the old place."""
        ticket = self.hands.call(1)
        self.hands.miss(1, ticket)
        self.hands.tell("demo.no_show", label=ticket.label)
        self.hall.books.queue.restore(ticket.ticket_id, cmd_id=f"demo-restore-{ticket.label}")
        again = self.hands.call(1)
        if again.ticket_id != ticket.ticket_id:
            raise StepFailed(f"{ticket.label} back in its old place")
        self.hands.tell("demo.restored", label=again.label)
        self.hands.serve(1, again)
        self.hands.skip(5 * MINUTE_MS)
        self.hands.finish(1, again)

    def out_of_turn(self) -> None:
        """One number is called before its turn; the reason stands in its record."""
        waiting = self.hall.books.reader.desk(1).waiting
        last = waiting[-1]
        reason = self.texts("demo.reason")
        self.hall.books.queue.pick(
            1, last.ticket_id, reason=reason, cmd_id=f"demo-pick-{last.label}"
        )
        ticket = self.hall.books.reader.ticket(last.ticket_id)
        self.eyes.wait_for_number(1, ticket.label)
        self.hands.tell("demo.picked", label=ticket.label, reason=reason)
        self.hands.hear(ticket, Wording.CALL)
        self.hands.serve(1, ticket)
        self.hands.finish(1, ticket)
        self.stage.picture(self.hall.panels[1].window, "panel-after")

    def in_english(self) -> None:
        """One touch turns the kiosk into English."""
        kiosk = self.hall.kiosk.window
        self.stage.touch(kiosk, self.texts("kiosk.switch_language"))
        other = self.hall.texts["en" if self.texts.language == "vi" else "vi"]
        self.stage.until(
            lambda: self.stage.buttons(kiosk, other("kiosk.switch_language")), "the other language"
        )
        self.stage.picture(kiosk, "kiosk-home-other-language")
        self.stage.picture(self.hall.display.window, "board-counters")
        self.eyes.keep_wall("led-wall-end")
        self.hands.tell("demo.english")

    def prove(self) -> None:
        """The whole record replayed: nothing missing, nothing doubled, nothing different."""
        result = check(self.hall.books.engine, self.hall.books.site_id)
        if result.differences:
            raise StepFailed("; ".join(result.differences))
        tickets = self.hall.books.reader.tickets()
        printed = sum(ticket.print_state is PrintState.PRINTED for ticket in tickets)
        if printed != len(self.hands.papers) or {t.label for t in tickets} != set(
            self.hands.labels
        ):
            raise StepFailed(
                f"{len(tickets)} numbers, {printed} printed, {len(self.hands.papers)} papers"
            )
        self.hands.tell("demo.voice_proved", count=self.eyes.check_voice())
        self.hands.tell("demo.proved", tickets=len(tickets), events=result.events, papers=printed)
