"""What surrounds every screen: the office, the row of buttons, the strip for urgent words."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from i18n import Texts
from kiosk.screens import wording
from kiosk.screens.bar import Bar
from kiosk.screens.buttons import ActionButton
from kiosk.screens.card_grid import CardGrid
from kiosk.screens.choices import choice_of
from kiosk.screens.home import HomeScreen
from kiosk.screens.masthead import Masthead
from kiosk.screens.measures import Measures, Shape
from kiosk.screens.message import MessageScreen
from kiosk.screens.notes import Note, Tone
from kiosk.screens.owed_screen import OwedScreen
from kiosk.screens.paper_words import of_taken
from kiosk.screens.priority import PriorityScreen
from kiosk.screens.taken import TakenScreen
from kiosk.screens.view import Place, View, message_of
from ui_kit import theme
from ui_kit.drawings import Sign
from ui_kit.millimetres import Millimetres

_WITH_WAY_HOME = (Place.TAKEN, Place.VOIDED, Place.OWED, Place.REFUSED)


class Frame(QWidget):
    """The kiosk's face without its behaviour: holds the screens, fits them, draws a view."""

    language_asked = Signal()
    paged = Signal()

    def __init__(self, screen_width_mm: float) -> None:
        super().__init__()
        self._screen_width_mm = screen_width_mm
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.stylesheet())
        self.language = ActionButton("onbrand", Sign.GLOBE, colour=theme.ON_BRAND)
        self._language_below = ActionButton("plain", Sign.GLOBE)
        for button in (self.language, self._language_below):
            button.clicked.connect(self.language_asked)
        self.masthead = Masthead(self.language)
        self.bar = Bar(self._language_below)
        self.home = HomeScreen()
        self.priority = PriorityScreen()
        self.taken = TakenScreen()
        self.owed = OwedScreen()
        self.message = MessageScreen()
        self._skips = False
        self._stack = QStackedWidget()
        self._screens = (self.home, self.priority, self.taken, self.owed, self.message)
        for screen in self._screens:
            self._stack.addWidget(screen)
        self._content = QVBoxLayout()
        self._content.setSpacing(0)
        self._content.addWidget(self._stack, 1)
        self._content.addWidget(self.bar)
        self._outer = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.masthead)
        self._outer.addLayout(self._content, 1)
        self._strip = Note(self)
        self._strip.hide()
        self._shield = QWidget(self)
        self._shield.hide()
        self._shield_down = QTimer(self, singleShot=True)
        self._shield_down.timeout.connect(self._shield.hide)
        self._texts: Texts | None = None
        self.bar.turned.connect(self._turn)
        for grid in (self.home.grid, self.priority.grid, self.owed.grid):
            grid.paged = self._on_paged

    @property
    def measures(self) -> Measures:
        width, height = max(320, self.width()), max(240, self.height())
        millimetres = Millimetres(width_mm=self._screen_width_mm, width_px=width)
        return Measures(width=width, height=height, mm=millimetres)

    def bring_forward(self, place: Place) -> None:
        screens: dict[Place, QWidget] = {
            Place.HOME: self.home,
            Place.PRIORITY: self.priority,
            Place.TAKEN: self.taken,
            Place.OWED: self.owed,
        }
        self._stack.setCurrentWidget(screens.get(place, self.message))
        self.bar.show_for(back=place is Place.PRIORITY, home=place in _WITH_WAY_HOME)
        # Keys start from the window again, not from a button that nobody sees any more.
        self.setFocus()

    def set_touchable(self, touchable: bool) -> None:
        """While a ticket is under way nothing else can be touched.

        Not by ``setEnabled``: it would draw the whole screen anew just while the ticket is made.
        """
        for part in (self._stack, self.bar, self.language):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not touchable)

    def draw(self, view: View) -> None:
        """Show what ``view`` says; screens that are not in front are left as they are."""
        texts, hall = view.texts, view.hall
        self._texts = texts
        self._skips = view.place is Place.OWED and bool(view.owed.tickets)
        self.setWindowTitle(texts("kiosk.window"))
        self.bar.say(texts)
        for button in (self.language, self._language_below):
            button.say(texts("common.other_language"), texts("kiosk.switch_language"))
        self.masthead.tell_time(texts, view.now)
        if hall is not None:
            self.masthead.say(texts, hall.office)
        match view.place:
            case Place.HOME if hall is not None:
                self.home.say(texts, hall, view.printer_fault)
            case Place.PRIORITY if hall is not None:
                service = hall.service(view.service_id or "")
                if service is not None:
                    self.priority.say(texts, service, hall.priorities)
            case Place.TAKEN if hall is not None and view.taken is not None:
                paper = of_taken(texts, view.taken, view.remedy, view.elsewhere)
                self.taken.say(texts, view.taken, hall, paper)
                choice = choice_of(view.taken, view.remedy, view.printer_fault)
                self.bar.show_choices(texts, choice)
            case Place.OWED if hall is not None and view.owed.tickets:
                self.owed.say(texts, hall, view.owed, view.printer_fault)
            case _:
                self._stack.setCurrentWidget(self.message)
                self.message.say(message_of(view))

    def tell_countdown(self, texts: Texts, left_ms: int) -> None:
        """How long the screen in front stays; 0 when nothing takes it away."""
        now, soon = "kiosk.bar.home", "kiosk.bar.home_in"
        if self._skips:
            now, soon = "kiosk.owed.skip", "kiosk.owed.skip_in"
        self.bar.say_home(texts(soon, seconds=wording.seconds(left_ms)) if left_ms else texts(now))

    def ask_for_life(self, texts: Texts, left_ms: int) -> None:
        """Nobody has touched for long: is anyone still there?"""
        hint = texts("kiosk.idle.hint", seconds=wording.seconds(left_ms))
        self.show_strip(Sign.CLOCK, texts("kiosk.idle.text"), hint)

    def shield_for(self, milliseconds: int) -> None:
        """Catch the second touch of a double tap: it was meant for the screen before."""
        if milliseconds:
            self._shield.setGeometry(self.rect())
            self._shield.show()
            self._shield.raise_()
            self._shield_down.start(milliseconds)

    def show_strip(self, sign: Sign, title: str, text: str = "") -> None:
        """Urgent words over the lower edge; they catch touches, nothing is pressed by mistake."""
        self._strip.say(Tone.DARK, sign, title, text)
        self._place_strip()
        self._strip.show()
        self._strip.raise_()

    def hide_strip(self) -> None:
        self._strip.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Fit everything to the window's size."""
        measures = self.measures
        side = measures.shape is Shape.SIDE
        self._outer.setDirection(
            QBoxLayout.Direction.LeftToRight if side else QBoxLayout.Direction.TopToBottom
        )
        margin = measures.margin
        self._content.setContentsMargins(margin, margin, margin, margin)
        self.language.fit(measures)
        self._language_below.fit(measures)
        self._language_below.setVisible(measures.shape is Shape.TALL)
        self.language.setVisible(measures.shape is not Shape.TALL)
        self.masthead.fit(measures)
        self.bar.fit(measures)
        for screen in self._screens:
            screen.fit(measures)
        self._strip.fit(measures, measures.type.title)
        self._place_strip()

    def _grid_in_front(self) -> CardGrid | None:
        screen = self._stack.currentWidget()
        if isinstance(screen, HomeScreen | PriorityScreen | OwedScreen):
            return screen.grid
        return None

    def _turn(self, step: int) -> None:
        grid = self._grid_in_front()
        if grid is not None:
            grid.turn_to(grid.page + step)

    def _on_paged(self) -> None:
        grid = self._grid_in_front()
        if grid is not None and self._texts is not None:
            self.bar.show_pages(self._texts, grid.page, grid.pages)
            self.paged.emit()

    def _place_strip(self) -> None:
        margin = self.measures.margin
        left = self.masthead.width() if self.measures.shape is Shape.SIDE else 0
        wide = self.width() - left - 2 * margin
        high = max(self.measures.button, self._strip.heightForWidth(wide))
        self._strip.setGeometry(left + margin, self.height() - margin - high, wide, high)
