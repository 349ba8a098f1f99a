"""After a restart: the numbers whose slips are missing, one card each."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.clock import local_time
from core.fault import FaultCode
from core.hall import Hall
from core.ticket import PrintState
from i18n import Texts
from kiosk.ports import Owed
from kiosk.screens import paper_words, wording
from kiosk.screens.buttons import Card
from kiosk.screens.card_grid import CardGrid
from kiosk.screens.measures import Measures
from kiosk.screens.notes import Note
from kiosk.screens.owing import Owing
from kiosk.screens.sheet import Sheet
from ui_kit import theme
from ui_kit.drawings import Sign
from ui_kit.font import Weight
from ui_kit.words import Words

_LEAST_MM = (88, 25)


class OwedScreen(QWidget):
    """``chosen`` carries the ticket whose slip is wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Words("", weight=Weight.Bold)
        self._hint = Words("", colour=theme.INK_SOFT)
        self._note = Note()
        self._grid = CardGrid(least_mm=_LEAST_MM)
        self._cards: dict[str, Card] = {}
        self._sheet = Sheet(self._grid)
        heading = self._sheet.heading
        heading.addWidget(self._title)
        heading.addWidget(self._hint)
        heading.addSpacing(theme.GRID * 2)
        heading.addWidget(self._note)
        heading.addSpacing(theme.GRID * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    @property
    def grid(self) -> CardGrid:
        """The cards."""
        return self._grid

    def fit(self, measures: Measures) -> None:
        self._title.set_size(measures.type.headline)
        self._hint.set_size(measures.type.lead)
        self._note.fit(measures, measures.type.lead)
        self._grid.fit(measures)
        self._sheet.lay_out()

    def say(self, texts: Texts, hall: Hall, owing: Owing, fault: FaultCode | None) -> None:
        """Draw what is owed and how far it got; cards stay the same objects while tickets do."""
        offered = owing.offered
        self._title.setText(texts("kiosk.owed.title"))
        self._hint.setText(paper_words.of_offer(texts, owing))
        on_its_way = owing.news is not None and owing.news.print_state is PrintState.QUEUED
        self._note.setVisible(owing.news is not None or fault is not None)
        words = paper_words.of_owed(texts, owing, fault)
        self._note.say(words.tone, words.sign, words.title, words.text)
        if [one.ticket_id for one in offered] != list(self._cards):
            self._make_cards(offered)
        for owed in offered:
            self._say_card(texts, hall, owed)
            self._cards[owed.ticket_id].set_closed(on_its_way or fault is not None)
        self._sheet.lay_out()

    def _make_cards(self, offered: tuple[Owed, ...]) -> None:
        cards = {one.ticket_id: self._cards.get(one.ticket_id) for one in offered}
        self._cards = {}
        for ticket_id, known in cards.items():
            card = known
            if card is None:
                card = Card(self._grid, sign=Sign.RECEIPT)
                card.clicked.connect(partial(self.chosen.emit, ticket_id))
            self._cards[ticket_id] = card
        self._grid.show_cards(tuple(self._cards.values()))

    def _say_card(self, texts: Texts, hall: Hall, owed: Owed) -> None:
        service = hall.service(owed.service_id)
        moment = local_time(owed.issued_ms, hall.office.zone)
        taken = texts("kiosk.owed.taken", time=wording.clock_time(texts, moment))
        notes = [] if service is None else [wording.service_name(texts, service)]
        notes.append(taken if notes else wording.sentence(taken))
        if owed.doubtful:
            notes.append(texts("kiosk.owed.doubtful"))
        title = texts("kiosk.owed.print", label=owed.label)
        self._cards[owed.ticket_id].say(title, tuple(notes), f"{title}. {', '.join(notes)}")
