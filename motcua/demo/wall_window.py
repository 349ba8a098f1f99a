"""The window that stands for the LED displays of the hall, with ways to break and mend them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_picture import WallBox, draw_wall, spots
from i18n import Texts
from motcua.demo.wall import (
    WallPart,
    columns_for,
    fault_of,
    heal_all,
    is_amiss,
    order,
    wall_boxes,
)
from motcua.demo.wall_view import WallView
from ui_kit import theme
from ui_kit.bridge import Bridge
from ui_kit.font import Weight, font
from ui_kit.theme import GRID, TypeScale
from ui_kit.words import Words

LOOK_MS = 120
BLINK_LOOKS = 4  # lit for so many looks, then dark for as many: once a second
KEPT_PICTURES = 64
SCALE = TypeScale(body=15)
HANDS_WIDTH, BUTTON_WIDTH = 48 * GRID, 21 * GRID


class WallWindow(QWidget):
    """All simulated displays on the screen. It looks at their lines; nothing has to be told.

    ``walls`` may fill later: a display whose line nobody has opened is dark. Pictures are drawn on
    a thread of its own; ``close`` ends that.
    """

    def __init__(
        self,
        parts: Sequence[WallPart],
        walls: Mapping[str, LedWall],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._walls, self._texts = list(parts), walls, texts
        self._chosen = 0
        self._looks = 0
        self._drawing = self._is_closed = False
        self._boxes: list[WallBox] = []
        self._drawn: dict[WallBox, Image.Image] = {}
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="wall")
        self._bridge = Bridge(self._executor)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(texts("wall.title"))
        self.picture = WallView()
        self.picture.touched.connect(self._choose_at)
        self.name_words = Words("", SCALE.lead, Weight.DemiBold)
        self.state_words = Words("", SCALE.body, Weight.Medium)
        self.line_words = Words("", SCALE.body, colour=theme.INK_SOFT)
        self.buttons: dict[LedFault, QPushButton] = {}
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look_on)
        self._looking.start()
        self.look()

    @property
    def chosen(self) -> WallPart:
        """The display that the buttons break."""
        return self._parts[self._chosen]

    @property
    def boxes(self) -> Sequence[WallBox]:
        """What the picture shows, or will in a moment."""
        return self._boxes

    @property
    def is_drawing(self) -> bool:
        """Whether a newer picture is on its way."""
        return self._drawing

    def look(self) -> None:
        """Show what is new on the wall."""
        is_lit = (self._looks // BLINK_LOOKS) % 2 == 0
        boxes = wall_boxes(
            self._parts, self._walls, self._texts, lit=is_lit, chosen=self.chosen.name
        )
        self._tell()
        if boxes == self._boxes or self._drawing or self._is_closed:
            return
        self._boxes, self._drawing = boxes, True
        self._bridge.ask(partial(self._draw, boxes), self._show, self._give_up, owner=self)

    def choose(self, name: str) -> None:
        """Let the buttons break the display ``name``."""
        self._chosen = [part.name for part in self._parts].index(name)
        self.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._chosen = (self._chosen + step) % len(self._parts)
        self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= 1.5 * self.height()
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._hands.setMaximumWidth(HANDS_WIDTH if is_wide else 10_000)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_closed = True
        self._looking.stop()
        self._executor.shutdown(wait=False, cancel_futures=True)
        super().closeEvent(event)

    # Pictures.

    def _look_on(self) -> None:
        self._looks += 1
        self.look()

    def _draw(self, boxes: Sequence[WallBox]) -> QImage:
        """On the window's own thread."""
        if len(self._drawn) > KEPT_PICTURES:
            self._drawn.clear()
        picture = draw_wall(boxes, columns=columns_for(boxes), drawn=self._drawn)
        data, wide = picture.tobytes(), picture.width
        return QImage(data, wide, picture.height, 3 * wide, QImage.Format.Format_RGB888).copy()

    def _show(self, image: QImage) -> None:
        self._drawing = False
        self.picture.show_image(image)
        self.look()  # something may have changed meanwhile

    def _give_up(self, error: Exception) -> None:
        self._drawing = False
        if not self._is_closed:
            raise error

    def _choose_at(self, at: QPoint) -> None:
        places = spots(self._boxes, columns_for(self._boxes))
        for number, spot in enumerate(places):
            inside_x = spot.left <= at.x() < spot.left + spot.width
            if inside_x and spot.top <= at.y() < spot.top + spot.height:
                self._chosen = number
                self.look()

    # Hands.

    def _lay_out(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.picture, 1)
        self._hands = self._card()
        self._row.addWidget(self._hands)

    def _card(self) -> QWidget:
        card = QFrame()
        card.setProperty("surface", "page")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.name_words)
        column.addWidget(self.state_words)
        column.addStretch(1)
        hint = Words(self._texts("wall.hint"), SCALE.body, colour=theme.INK_SOFT)
        column.addWidget(hint)
        column.addLayout(self._fault_buttons())
        column.addWidget(self.line_words)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        self.plug_button = self._button(self._texts("wall.unplug"), self._turn_plug)
        self.echo_button = self._button(self._texts("wall.echo"), self._turn_echo)
        line.addWidget(self.plug_button, 1)
        line.addWidget(self.echo_button, 1)
        column.addLayout(line)
        self.heal_button = self._button(self._texts("wall.heal"), self._heal)
        column.addWidget(self.heal_button)
        return card

    def _fault_buttons(self) -> QGridLayout:
        """A button per fault, in two equal columns."""
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for place, fault in enumerate(LedFault):
            words = self._texts.of("wall.order", fault.value)
            self.buttons[fault] = self._button(words, partial(self._turn, fault))
            grid.addWidget(self.buttons[fault], place // 2, place % 2)
        for number in range(2):
            grid.setColumnStretch(number, 1)
            grid.setColumnMinimumWidth(number, BUTTON_WIDTH)
        return grid

    def _button(self, words: str, work: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setFont(font(SCALE.body, Weight.DemiBold))
        button.setMinimumHeight(5 * GRID)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("kind", "plain")
        button.clicked.connect(lambda _=False: work())
        return button

    def _wall(self) -> LedWall | None:
        return self._walls.get(self.chosen.line)

    def _turn(self, fault: LedFault) -> None:
        wall = self._wall()
        if wall is not None:
            is_on = fault_of(self.chosen, wall) is fault
            order(self.chosen, wall, None if is_on else fault)
        self.look()

    def _turn_plug(self) -> None:
        wall = self._wall()
        if wall is not None:
            if wall.reachable():
                wall.unplug(stay=True)
            else:
                wall.plug_in()
        self.look()

    def _turn_echo(self) -> None:
        wall = self._wall()
        if wall is not None:
            wall.echo(not wall.echoes())
        self.look()

    def _heal(self) -> None:
        heal_all(self._parts, self._walls)
        self.look()

    def _tell(self) -> None:
        """What the chosen display is, how it is, and which buttons are down."""
        wall = self._wall()
        fault = None if wall is None else fault_of(self.chosen, wall)
        self.name_words.setText(self.chosen.title)
        self.state_words.setText(self._said(wall, fault))
        amiss = fault is not None or (wall is not None and not wall.reachable())
        self.state_words.set_colour(theme.RED if amiss else theme.GREEN)
        for each, button in self.buttons.items():
            _set_kind(button, each is fault)
            button.setEnabled(wall is not None)
        self.line_words.setText(self._texts("wall.line", line=self.chosen.line))
        for button in (self.plug_button, self.echo_button):
            button.setEnabled(wall is not None)
        _set_kind(self.plug_button, wall is not None and not wall.reachable())
        _set_kind(self.echo_button, wall is not None and wall.echoes())
        self.heal_button.setEnabled(any(is_amiss(each) for each in self._walls.values()))

    def _said(self, wall: LedWall | None, fault: LedFault | None) -> str:
        if wall is None:
            return self._texts("wall.closed")
        if not wall.reachable():
            return self._texts("wall.unplugged")
        if fault is not None:
            return self._texts.of("wall.fault", fault.value)
        return self._texts("wall.right")


def _set_kind(button: QPushButton, is_on: bool) -> None:
    """What is broken is seen on its button."""
    kind = "primary" if is_on else "plain"
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
