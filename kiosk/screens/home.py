"""The first screen: the fields of the section, how many wait and how long."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.fault import FaultCode
from core.hall import Hall, ServiceLine
from i18n import Texts
from kiosk.screens import wording
from kiosk.screens.buttons import Card
from kiosk.screens.card_grid import CardGrid
from kiosk.screens.measures import Measures
from kiosk.screens.notes import Note, Tone
from kiosk.screens.sheet import Sheet
from ui_kit import theme
from ui_kit.drawings import Sign
from ui_kit.font import Weight
from ui_kit.words import Words

_LEAST_MM = (88, 25)


class HomeScreen(QWidget):
    """One card per service. ``chosen`` carries the service's id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Words("", weight=Weight.Bold)
        self._hint = Words("", colour=theme.INK_SOFT)
        self._note = Note()
        self._note.hide()
        self._grid = CardGrid(least_mm=_LEAST_MM)
        self._cards: dict[str, Card] = {}
        self._order: tuple[tuple[str, str], ...] = ()
        self._sheet = Sheet(self._grid)
        heading = self._sheet.heading
        heading.addWidget(self._title)
        heading.addWidget(self._hint)
        heading.addSpacing(theme.GRID * 2)
        heading.addWidget(self._note)
        heading.addSpacing(theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    @property
    def grid(self) -> CardGrid:
        """The cards, for whoever turns the pages."""
        return self._grid

    def say(self, texts: Texts, hall: Hall, printer_fault: FaultCode | None) -> None:
        """Draw the hall as it is now; cards stay the same objects while the services do."""
        closed = not any(service.active for service in hall.services)
        self._title.setText(texts("kiosk.home.all_closed" if closed else "kiosk.home.title"))
        self._hint.setText(texts("kiosk.home.all_closed_hint" if closed else "kiosk.home.hint"))
        troubled = printer_fault is not None and not closed
        self._note.setVisible(troubled)
        self._hint.setVisible(not troubled)
        if printer_fault is not None:
            reason = wording.printer_trouble(texts, printer_fault)
            said = texts("kiosk.home.no_paper", reason=reason)
            self._note.say(Tone.CARE, Sign.WARNING, said)
        services = sorted(hall.services, key=lambda service: service.position)
        order = tuple((service.service_id, service.series) for service in services)
        if order != self._order:
            self._order = order
            self._make_cards(services)
        for service in services:
            self._say_card(texts, service)
        self._sheet.lay_out()

    def fit(self, measures: Measures) -> None:
        self._title.set_size(measures.type.headline)
        self._hint.set_size(measures.type.lead)
        self._note.fit(measures)
        self._grid.fit(measures)
        self._sheet.lay_out()

    def _make_cards(self, services: list[ServiceLine]) -> None:
        self._cards = {}
        for service in services:
            card = Card(self._grid, letter=service.series)
            card.clicked.connect(partial(self.chosen.emit, service.service_id))
            self._cards[service.service_id] = card
        self._grid.show_cards(tuple(self._cards.values()))

    def _say_card(self, texts: Texts, service: ServiceLine) -> None:
        card = self._cards[service.service_id]
        name = wording.service_name(texts, service)
        status = _status(texts, service)
        said = ", ".join(status)
        spoken = texts("kiosk.home.card", series=service.series, name=name, status=said)
        card.set_closed(not service.active)
        card.say(name, tuple(wording.sentence(part) for part in status[:1]) + status[1:], spoken)


def _status(texts: Texts, service: ServiceLine) -> tuple[str, ...]:
    """``4 người chờ``, ``khoảng 10-15 phút``"""
    if not service.active:
        return (texts("kiosk.home.closed"),)
    if service.expected.is_now:
        return (texts.wait(service.expected),)
    waiting = (
        texts("kiosk.home.waiting", count=service.waiting)
        if service.waiting
        else texts("kiosk.home.nobody")
    )
    return waiting, texts.wait(service.expected)
