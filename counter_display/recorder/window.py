"""The wizard's window: three pages, and the keys that work on each of them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from core.announcement import Tongue
from core.clock import Clock
from counter_display.recorder.finish_page import FinishPage
from counter_display.recorder.finish_work import FinishWork
from counter_display.recorder.phrase_page import PhrasePage
from counter_display.recorder.start_page import StartPage
from counter_display.recorder.start_work import StartWork
from counter_display.recorder.studio import Pace, RecorderPorts, Studio
from counter_display.recorder.take_work import TakeWork
from counter_display.recording.session import Session
from i18n import Language, Texts
from ui_kit import theme
from ui_kit.bridge import Bridge
from ui_kit.desk_scale import scale_for, units
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton
from ui_kit.theme import TypeScale
from ui_kit.words import Words

LANGUAGE_KEY = "Ctrl+L"


class Header(QFrame):
    """What this is, where the officer is in it, the language of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.title = Words("", 20, Weight.Bold)
        self.steps = [Words("", 16, Weight.DemiBold) for _ in range(3)]
        self.arrows = [Drawing(Sign.NEXT, 20, theme.INK_SOFT) for _ in range(2)]
        self.language = KeyButton(LANGUAGE_KEY, one_line=True)
        self.leave = KeyButton("Esc", one_line=True)
        self.setStyleSheet(
            f"#header {{ background: {theme.CARD}; border: none;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        for place, step in enumerate(self.steps):
            self._row.addWidget(step)
            if place < len(self.arrows):
                self._row.addWidget(self.arrows[place])
        self._row.addStretch(1)
        self._row.addWidget(self.leave)
        self._row.addWidget(self.language)

    def set_scale(self, scale: TypeScale) -> None:
        self.setFixedHeight(units(scale, 9))
        self._row.setContentsMargins(units(scale, 3), 0, units(scale, 3), 0)
        self._row.setSpacing(units(scale, 2))
        self.title.set_size(scale.lead)
        for step in self.steps:
            step.set_size(scale.body)
        for button in (self.leave, self.language):
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 5))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, texts: Texts, at: int) -> None:
        self.title.setText(texts("recorder.title"))
        words = (texts("recorder.step.1"), texts("recorder.step.2"), texts("recorder.step.3"))
        for place, (step, text) in enumerate(zip(self.steps, words, strict=True)):
            step.setText(text)
            step.set_colour(theme.BRAND if place == at else theme.INK_SOFT)
        self.language.show_words(texts("recorder.language"))
        self.leave.show_words(texts("recorder.to_start"))
        self.leave.setVisible(at > 0)


class RecorderWindow(QWidget):
    """The program keeps ``bridge``'s thread; it calls ``begin`` once and ``close`` at the end."""

    def __init__(
        self,
        *,
        ports: RecorderPorts,
        bridge: Bridge,
        clock: Clock,
        language: Language = "vi",
        tongue: Tongue = "vi",
        pace: Pace | None = None,
    ) -> None:
        """``language`` of the screen, ``tongue`` of the pack that is offered first."""
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.texts = Texts(language)
        self.header = Header()
        self.start_page, self.phrase_page, self.finish_page = (
            StartPage(),
            PhrasePage(),
            FinishPage(),
        )
        self.studio = Studio(ports, bridge, clock, pace or Pace(), parent=self)
        self.start_work = StartWork(self.start_page, self.studio, self.texts, tongue, self)
        self.take_work = TakeWork(self.phrase_page, self.studio, self.texts, self)
        self.finish_work = FinishWork(self.finish_page, self.studio, self.texts, self)
        self._session: Session | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self.setMinimumSize(960, 640)
        self.set_language(language)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.start_page, self.phrase_page, self.finish_page):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.start_work.started.connect(self._on_started)
        self.take_work.finished.connect(self.show_finish)
        self.finish_page.chosen.connect(self.show_phrase)
        self.finish_page.go_on.clicked.connect(lambda: self.show_phrase(None))
        self.header.language.clicked.connect(self.toggle_language)
        self.header.leave.clicked.connect(self.show_start)

    def _add_keys(self) -> None:
        """Keys of a page work wherever the focus is on it."""
        start, phrase, finish = self.start_page, self.phrase_page, self.finish_page
        self._key(self, LANGUAGE_KEY, self.toggle_language)
        self._key(self, "Esc", lambda: self.header.leave.click())
        self._key(start, "F5", start.retry.click)
        for key, button in (
            ("Space", phrase.record),
            ("P", phrase.hear),
            ("Left", phrase.back),
            ("Right", phrase.next),
            ("F2", phrase.every),
            ("F3", phrase.by_itself),
        ):
            self._key(phrase, key, button.click)
        self._key(finish, "F5", finish.hear.click)
        self._key(finish, "F2", finish.go_on.click)
        self._key(finish, "Ctrl+S", self.finish_work.save)

    @staticmethod
    def _key(page: QWidget, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: act())

    def begin(self) -> None:
        """Read the site, listen to the microphone; afterwards everything goes by itself."""
        self.start_work.begin()

    def set_language(self, language: Language) -> None:
        self.texts = Texts(language)
        self.setWindowTitle(self.texts("recorder.title"))
        self.header.show_step(self.texts, self._stack.currentIndex())
        for work in (self.start_work, self.take_work, self.finish_work):
            work.set_texts(self.texts)

    def toggle_language(self) -> None:
        self.set_language("en" if self.texts.language == "vi" else "vi")

    def show_start(self) -> None:
        if self._stack.currentWidget() is not self.start_page:
            self.take_work.leave()
            self.finish_work.leave()
            self._turn_to(self.start_page)
            self.start_work.come_back()
            self.start_page.begin.setFocus()

    def show_phrase(self, place: int | None) -> None:
        """The page of the phrase at ``place``; None: the first that lacks a take."""
        if self._session is not None:
            self.start_work.leave()
            self.finish_work.leave()
            self._turn_to(self.phrase_page)
            self.take_work.start(self._session, place)

    def show_finish(self) -> None:
        if self._session is not None:
            self.start_work.leave()
            self._turn_to(self.finish_page)
            self.finish_work.start(self._session)

    def _on_started(self, session: Session) -> None:
        self._session = session
        if session.lacking:
            self.show_phrase(None)
        else:
            self.show_finish()

    def _turn_to(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.header.show_step(self.texts, self._stack.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = scale_for(self.width(), self.height())
        self.header.set_scale(scale)
        for page in (self.start_page, self.phrase_page, self.finish_page):
            page.set_scale(scale)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: every good take is on the disk already."""
        self.take_work.leave()
        self.studio.close()
        super().closeEvent(event)
