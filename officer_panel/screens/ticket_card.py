"""Who is at this counter: the number, large; or who would be next."""

from collections.abc import Mapping
from typing import assert_never

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import MINUTE_MS, local_time
from core.hall import Desk, PriorityGroup, WaitingLine
from core.ticket import PrintState, Ticket, TicketState
from i18n import Texts
from officer_panel.lists import age_min, next_in_turn
from officer_panel.screens.parts import NoteLine, Pill
from ui_kit import theme
from ui_kit.desk_scale import units
from ui_kit.font import Weight
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Number, Words


def age_words(texts: Texts, minutes: int) -> str:
    """An age as people say it: "12 phút", "1 giờ 05"."""
    if minutes < 1:
        return texts("panel.age.now")
    if minutes < 60:
        return texts("panel.age.minutes", minutes=minutes)
    return texts("panel.age.hours", hours=minutes // 60, minutes=minutes % 60)


class TicketCard(QFrame):
    """Drawn by ``show_desk``; ``now_ms`` is the database's time, so that ages are true."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.state = Pill()
        self.since = Words("", colour=theme.INK_SOFT, align=Align.AlignRight)
        self.above = Words("", colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.number = Number("", 150, tabular=False)
        self.service = Words("", 20, Weight.DemiBold, align=Align.AlignHCenter)
        self.facts = Words("", colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.priority = Pill(theme.INK, theme.GOLD)
        self.paper = Pill(theme.INK, theme.AMBER_TINT)
        self.note = NoteLine()
        self._compact = False
        self._coming = False
        self._scale = TypeScale(body=16)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.state)
        top.addStretch(1)
        top.addWidget(self.since)
        pills = QHBoxLayout()
        pills.addStretch(1)
        pills.addWidget(self.priority)
        pills.addWidget(self.paper)
        pills.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addStretch(1)
        self._column.addWidget(self.above)
        self._column.addWidget(self.number, 12)
        self._column.addWidget(self.service)
        self._column.addWidget(self.facts)
        self._column.addLayout(pills)
        self._column.addStretch(1)
        self._column.addWidget(self.note)

    def hasHeightForWidth(self) -> bool:
        """The number gives way to what stands below; Qt would insist on its preferred height."""
        return False

    def set_scale(self, scale: TypeScale) -> None:
        margin = units(scale, 2.5)
        self._column.setContentsMargins(margin, units(scale, 2), margin, units(scale, 2))
        self._column.setSpacing(units(scale, 1))
        for words in (self.state, self.since, self.facts, self.above):
            words.set_size(scale.body)
        for pill in (self.priority, self.paper):
            pill.set_size(scale.body)
        self.service.set_size(scale.title)
        self.note.set_scale(scale)
        self._scale = scale
        self._fit_number()

    def set_compact(self, compact: bool) -> None:
        """Make room while a question is open: the number and its service stay."""
        self._compact = compact
        self.facts.setVisible(not compact)
        for pill in (self.priority, self.paper):
            pill.setVisible(not compact and bool(pill.text()))
        self.note.setVisible(not compact)

    def _fit_number(self) -> None:
        """The number at the counter is the largest thing; who would be next stays smaller."""
        self.number.set_largest(round(self._scale.body * (6 if self._coming else 11)))

    def show_desk(
        self, texts: Texts, desk: Desk, groups: Mapping[str, PriorityGroup], now_ms: int
    ) -> None:
        self._coming = desk.ticket is None
        self._fit_number()
        if desk.ticket is not None:
            self._show_ticket(texts, desk, desk.ticket, now_ms)
            self._show_pills(texts, groups, desk.ticket)
            return
        self.state.show_words(texts("panel.state.idle"), theme.INK, theme.SHADE)
        self.since.setText("")
        coming = next_in_turn(desk)
        if coming is None:
            self._show_nobody(texts)
        else:
            self._show_next(texts, desk, coming, now_ms)
        self._show_pills(texts, groups, coming)

    def _show_ticket(self, texts: Texts, desk: Desk, ticket: Ticket, now_ms: int) -> None:
        serving = ticket.state is TicketState.SERVING
        if serving:
            self.state.show_words(texts("panel.state.serving"), theme.ON_BRAND, theme.GREEN)
        elif ticket.calls > 1:
            again = texts("panel.state.called_again", calls=ticket.calls)
            self.state.show_words(again, theme.ON_BRAND, theme.BRAND)
        else:
            self.state.show_words(texts("panel.state.called"), theme.ON_BRAND, theme.BRAND)
        began = ticket.started_ms if serving else ticket.called_ms
        self.since.setText("" if began is None else _since(texts, now_ms - began))
        self._show_number("", ticket.label, theme.BRAND if not serving else theme.INK)
        self.service.setText(service_name(texts, desk, ticket.service_id))
        taken = f"{local_time(ticket.issued_ms, desk.office.zone):%H:%M}"
        waited = max(0, (ticket.called_ms or now_ms) - ticket.issued_ms) // MINUTE_MS
        facts = (
            texts("panel.ticket.taken", time=taken),
            texts("panel.ticket.waited", age=age_words(texts, waited)),
        )
        self.facts.setText(", ".join(facts))

    def _show_next(self, texts: Texts, desk: Desk, coming: WaitingLine, now_ms: int) -> None:
        self._show_number(texts("panel.ticket.next"), coming.label, theme.INK_SOFT)
        self.service.setText(service_name(texts, desk, coming.service_id))
        age = age_words(texts, age_min(coming, now_ms))
        self.facts.setText(texts("panel.ticket.waited", age=age).capitalize())

    def _show_nobody(self, texts: Texts) -> None:
        self._show_number("", "", theme.INK_SOFT)
        self.service.setText(texts("panel.ticket.nobody"))
        self.facts.setText(texts("panel.ticket.nobody_hint"))

    def _show_number(self, above: str, label: str, colour: str) -> None:
        self.above.setText(above)
        self.above.setVisible(bool(above))
        self.number.set_text(label)
        self.number.set_colour(colour)
        self.number.setVisible(bool(label))

    def _show_pills(
        self, texts: Texts, groups: Mapping[str, PriorityGroup], who: Ticket | WaitingLine | None
    ) -> None:
        code = None if who is None else who.priority
        self.priority.show_words(
            ""
            if code is None
            else texts("panel.ticket.priority", group=_group(texts, groups, code))
        )
        self.paper.show_words("" if who is None else _paper(texts, who), patch=_patch(who))
        self.set_compact(self._compact)


def _paper(texts: Texts, who: Ticket | WaitingLine) -> str:
    """What an officer should know of the slip; empty when it came out once, as it should."""
    match who.print_state:
        case PrintState.FAILED:
            return texts("panel.ticket.unprinted")
        case PrintState.UNKNOWN:
            return texts("panel.ticket.doubtful")
        case PrintState.QUEUED:
            return texts("panel.ticket.queued")
        case PrintState.REPRINTED if isinstance(who, Ticket) and who.prints > 1:
            return texts("panel.ticket.reprinted_times", count=who.prints)
        case PrintState.REPRINTED:
            return texts("panel.ticket.reprinted")
        case PrintState.PRINTED | PrintState.NONE:
            return ""
        case _:
            assert_never(who.print_state)


def _patch(who: Ticket | WaitingLine | None) -> str:
    missing = who is not None and who.print_state in (PrintState.FAILED, PrintState.UNKNOWN)
    return theme.AMBER_TINT if missing else theme.SHADE


def _group(texts: Texts, groups: Mapping[str, PriorityGroup], code: str) -> str:
    group = groups.get(code)
    return code if group is None else texts.pick(group.name_vi, group.name_en)


def service_name(texts: Texts, desk: Desk, service_id: str) -> str:
    """The service in the panel's language; its id once it was removed."""
    for line in desk.services:
        if line.service_id == service_id:
            return texts.pick(line.name_vi, line.name_en)
    return service_id


def _since(texts: Texts, lasted_ms: int) -> str:
    seconds = max(0, lasted_ms) // 1000
    clock = f"{seconds // 60:02d}:{seconds % 60:02d}"
    return texts("panel.ticket.since", age=clock)
