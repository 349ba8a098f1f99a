"""One phrase: what to say and how, its wave, and one big button."""

from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_display.recorder.parts import Note, Progress
from counter_display.recorder.views import PhraseView, TakeState, how_to_say
from counter_display.recorder.wave_picture import WavePicture
from i18n import Texts
from ui_kit import theme
from ui_kit.desk_scale import units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Words
from ui_kit.wrapping import largest_size

_BUSY = (TakeState.RECORDING, TakeState.CHECKING)


class PhrasePage(QWidget):
    """Drawn from a ``PhraseView``; its buttons belong to whoever works here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: TakeState | None = None
        self._scale = TypeScale(body=16)
        self.count = Words("", 16, Weight.DemiBold)
        self.progress = Progress()
        self.group = Words("", 16, Weight.DemiBold, colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.phrase = Words("", 96, Weight.Bold, align=Align.AlignHCenter)
        self.how = Words("", 20, colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.wave = WavePicture()
        self.note = Note()
        self.record = KeyButton("", Kind.PRIMARY, one_line=True)
        self.back = KeyButton("←", one_line=True)
        self.hear = KeyButton("P", one_line=True)
        self.next = KeyButton("→", one_line=True)
        self.every = KeyButton("F2", one_line=True)
        self.by_itself = KeyButton("F3", one_line=True)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.count)
        top.addWidget(self.progress, 1)
        self._card = QFrame()
        self._card.setProperty("surface", "card")
        self._inner = QVBoxLayout(self._card)
        self._inner.addWidget(self.group)
        self._inner.addWidget(self.phrase, 1)
        self._inner.addWidget(self.how)
        self._inner.addWidget(self.wave)
        self._inner.addWidget(self.note)
        buttons = QHBoxLayout()
        for button in (self.back, self.hear, self.next):
            buttons.addWidget(button, 3)
        for button in (self.by_itself, self.every):
            buttons.addWidget(button, 4)
        self._buttons = buttons
        self._page = QVBoxLayout(self)
        self._page.addLayout(top)
        self._page.addWidget(self._card, 1)
        self._page.addWidget(self.record)
        self._page.addLayout(buttons)
        self._top = top

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale
        gap = units(scale, 2)
        self._page.setContentsMargins(gap, gap, gap, gap)
        self._page.setSpacing(units(scale, 1.5))
        self._top.setSpacing(gap)
        self._buttons.setSpacing(units(scale, 1.5))
        self._inner.setContentsMargins(units(scale, 3), gap, units(scale, 3), gap)
        self._inner.setSpacing(units(scale, 1))
        self.count.set_size(scale.lead)
        self.count.setMinimumWidth(units(scale, 10))
        self.progress.setFixedHeight(units(scale, 2))
        self.group.set_size(scale.body)
        self.how.set_size(scale.lead)
        self.wave.set_size(scale.body)
        self.wave.setFixedHeight(units(scale, 15))
        self.note.set_scale(scale)
        for button in (self.record, self.back, self.hear, self.next, self.every, self.by_itself):
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 6))
        self.record.setMinimumHeight(units(scale, 9))
        self._fit()

    def show_view(self, texts: Texts, view: PhraseView) -> None:
        how = how_to_say(view.phrase)
        self.count.setText(f"{view.place + 1}/{len(view.done)}")
        self.progress.show_progress(view.done, view.place)
        recording = view.state is TakeState.RECORDING
        group = texts("recorder.phrase.speak") if recording else texts.of("recorder.group", how)
        self.group.setText(f"●  {group}" if recording else group)
        self.group.set_colour(theme.RED if recording else theme.INK_SOFT)
        self.phrase.setText(view.phrase.text)
        self.how.setText(texts.of("recorder.how", how))
        self._show_wave(texts, view)
        self._show_note(view)
        self._show_buttons(texts, view)
        self._state = view.state
        self._fit()

    def _show_wave(self, texts: Texts, view: PhraseView) -> None:
        if view.state is TakeState.RECORDING:
            if self._state is not TakeState.RECORDING:
                self.wave.begin_live()
        elif view.outline is not None:
            self.wave.show_take(view.outline, refused=view.state is TakeState.REFUSED)
        elif view.state is not TakeState.CHECKING:
            self.wave.show_empty(texts("recorder.phrase.wave"))

    def _show_note(self, view: PhraseView) -> None:
        if not view.sentence:
            self.note.clear()
            return
        match view.state:
            case TakeState.REFUSED | TakeState.TROUBLE:
                self.note.bad(view.sentence)
            case TakeState.GOOD:
                self.note.good(view.sentence)
            case TakeState.READY | TakeState.RECORDING | TakeState.CHECKING:
                self.note.hint(view.sentence)
            case _:
                assert_never(view.state)

    def _show_buttons(self, texts: Texts, view: PhraseView) -> None:
        match view.state:
            case TakeState.READY:
                again = view.has_take
                words = texts("recorder.phrase.again" if again else "recorder.phrase.record")
            case TakeState.RECORDING:
                words = texts("recorder.phrase.stop")
            case TakeState.CHECKING:
                words = texts("recorder.phrase.checking")
            case TakeState.GOOD | TakeState.REFUSED:
                words = texts("recorder.phrase.again")
            case TakeState.TROUBLE:
                words = texts("recorder.phrase.retry")
            case _:
                assert_never(view.state)
        self.record.show_words(words, key=texts("recorder.phrase.space"))
        self.back.show_words(texts("recorder.phrase.back"))
        self.hear.show_words(texts("recorder.phrase.hear"))
        self.next.show_words(texts("recorder.phrase.next"))
        self.every.show_words(texts("recorder.phrase.every"))
        by_itself = "recorder.phrase.by_itself" if view.by_itself else "recorder.phrase.by_hand"
        self.by_itself.show_words(texts(by_itself))
        idle = view.state not in _BUSY
        self.record.setEnabled(view.state is not TakeState.CHECKING)
        self.back.setEnabled(idle and view.place > 0)
        self.hear.setEnabled(idle and view.has_take)
        self.next.setEnabled(idle and view.place + 1 < len(view.done))
        self.every.setEnabled(idle)
        by_hand = view.state is TakeState.GOOD and not view.by_itself and self.next.isEnabled()
        (self.next if by_hand else self.record).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """The phrase as large as its card allows, on two lines at most."""
        width = max(1, round((self._card.width() - units(self._scale, 8)) * 0.85))
        size = largest_size(
            [self.phrase.text()],
            Weight.Bold,
            width=width,
            height=self._scale.body * 9,
            low=self._scale.headline,
            high=self._scale.body * 6,
            most_lines=2,
        )
        self.phrase.set_size(size)
