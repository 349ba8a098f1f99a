"""A phrase's page at work: record, check, keep or refuse, play back, go on."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Signal

from core.fault import DeviceFault
from counter_display.recorder.phrase_page import PhrasePage
from counter_display.recorder.studio import Studio
from counter_display.recorder.views import PhraseView, TakeState
from counter_display.recording.checking import Checked, checked
from counter_display.recording.outline import Outline, outline_of, outline_of_clip
from counter_display.recording.session import Session
from counter_display.voice.pack import Phrase
from counter_display.voice.pcm import Pcm
from i18n import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What came of a take, with its picture."""

    checked: Checked
    outline: Outline


class TakeWork(QObject):
    """Emits ``finished`` when every phrase has a take, or the officer wants to see them all."""

    finished = Signal()

    def __init__(self, page: PhrasePage, studio: Studio, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._studio = studio
        self._texts = texts
        self._session: Session | None = None
        self._place = 0
        self._state = TakeState.READY
        self._sentence = ""
        self._outline: Outline | None = None
        self._by_itself = True
        self._playing = 0
        self._on = QTimer(self, interval=studio.pace.after_good, singleShot=True)
        self._on.timeout.connect(self._go_on)
        page.record.clicked.connect(self.press)
        page.back.clicked.connect(lambda: self._move(-1))
        page.next.clicked.connect(lambda: self._move(+1))
        page.hear.clicked.connect(self.hear)
        page.every.clicked.connect(self._finish)
        page.by_itself.clicked.connect(self._switch_by_itself)
        studio.heard.connect(self._on_heard)
        studio.took.connect(self._on_took)
        studio.trouble.connect(self._on_trouble)
        studio.played.connect(self._on_played)

    @property
    def state(self) -> TakeState:
        return self._state

    def start(self, session: Session, place: int | None = None) -> None:
        """Record in ``session``, from ``place`` or the first phrase without a take."""
        self._session = session
        done = self._done()
        self._place = (done.index(False) if False in done else 0) if place is None else place
        self._enter()

    def leave(self) -> None:
        """Another page is shown."""
        self._on.stop()
        self._studio.listening.drop_take()
        self._studio.hush()
        self._session = None

    def set_texts(self, texts: Texts) -> None:
        self._texts = texts
        self._sentence = ""
        if self._session is not None:
            self._draw()

    def press(self) -> None:
        """The big button: record, stop, record again, try the microphone again."""
        match self._state:
            case TakeState.READY | TakeState.GOOD | TakeState.REFUSED:
                self._record()
            case TakeState.RECORDING:
                self._studio.listening.finish_take()
            case TakeState.CHECKING:
                return
            case TakeState.TROUBLE:
                self._studio.listen_again()
                self._show(TakeState.READY)
            case _:
                assert_never(self._state)

    def hear(self) -> None:
        """Play the take of this phrase."""
        session = self._session
        clip = None if session is None else session.clips.get(self._phrase().key)
        if clip is not None and self._state not in (TakeState.RECORDING, TakeState.CHECKING):
            self._on.stop()
            self._studio.play(clip)

    # Inside --------------------------------------------------------------------------------------

    def _phrase(self) -> Phrase:
        assert self._session is not None, "asked only while this page works"
        return self._session.phrases[self._place]

    def _done(self) -> tuple[bool, ...]:
        session = self._session
        if session is None:
            return ()
        return tuple(phrase.key in session.clips for phrase in session.phrases)

    def _enter(self) -> None:
        """Come to a phrase."""
        session = self._session
        assert session is not None, "asked only while this page works"
        self._on.stop()
        clip = session.clips.get(self._phrase().key)
        self._outline = None if clip is None else outline_of_clip(clip)
        if self._studio.listening.is_open:
            self._show(TakeState.READY)
        elif self._state is not TakeState.TROUBLE:
            self._studio.listen_again()
            self._show(TakeState.READY)
        else:
            self._show(TakeState.TROUBLE, self._sentence)

    def _record(self) -> None:
        self._on.stop()
        self._studio.hush()
        if not self._studio.listening.is_open:
            self._studio.listen_again()
        self._studio.listening.start_take()
        self._outline = None
        self._show(TakeState.RECORDING)

    def _on_heard(self, level_db: float) -> None:
        if self._session is not None:
            self._page.wave.show_level(level_db)

    def _on_took(self, take: Pcm) -> None:
        if self._session is None or self._state is not TakeState.RECORDING:
            return
        session, phrase = self._session, self._phrase()
        self._show(TakeState.CHECKING)
        self._studio.bridge.ask(
            lambda: _check(session, phrase, take), self._on_checked, self._on_not_kept, owner=self
        )

    def _on_checked(self, result: _Result) -> None:
        if self._session is None or self._state is not TakeState.CHECKING:
            return
        self._outline = result.outline
        problem, clip = result.checked.problem, result.checked.clip
        if problem is not None or clip is None:
            assert problem is not None, "a take without a clip says why"
            self._show(TakeState.REFUSED, self._texts.of("recorder.problem", problem))
            return
        self._show(TakeState.GOOD, self._texts("recorder.phrase.good"))
        if self._by_itself:
            self._playing = self._studio.play(clip)

    def _on_not_kept(self, error: Exception) -> None:
        """The disk is full or may not be written."""
        if not isinstance(error, OSError):
            raise error
        reason = error.strerror or str(error)
        self._show(TakeState.REFUSED, self._texts("recorder.phrase.not_kept", reason=reason))

    def _on_played(self, number: int, fault: DeviceFault | None) -> None:
        if self._session is None:
            return
        if fault is not None and self._state in (TakeState.GOOD, TakeState.READY):
            self._show(self._state, self._texts.fault(fault))
        if number == self._playing and self._state is TakeState.GOOD:
            self._on.start()

    def _on_trouble(self, fault: DeviceFault) -> None:
        if self._session is not None and self._state is not TakeState.CHECKING:
            self._on.stop()
            self._outline = None
            self._show(TakeState.TROUBLE, self._texts.fault(fault))

    def _go_on(self) -> None:
        """To the next phrase without a take; when there is none, to the end."""
        done = self._done()
        ahead = [place for place, ready in enumerate(done) if not ready]
        if not ahead:
            self._finish()
            return
        self._place = next((place for place in ahead if place > self._place), ahead[0])
        self._enter()

    def _move(self, by: int) -> None:
        if 0 <= self._place + by < len(self._done()):
            self._studio.hush()
            self._place += by
            self._enter()

    def _finish(self) -> None:
        self.leave()
        self.finished.emit()

    def _switch_by_itself(self) -> None:
        self._by_itself = not self._by_itself
        self._on.stop()
        self._draw()

    def _show(self, state: TakeState, sentence: str = "") -> None:
        self._state, self._sentence = state, sentence
        self._draw()

    def _draw(self) -> None:
        view = PhraseView(
            phrase=self._phrase(),
            place=self._place,
            done=self._done(),
            state=self._state,
            sentence=self._sentence,
            outline=self._outline,
            by_itself=self._by_itself,
        )
        self._page.show_view(self._texts, view)


def _check(session: Session, phrase: Phrase, take: Pcm) -> _Result:
    """On the files' thread: a good take is on the disk before it is called good."""
    result = checked(take, words=len(phrase.text.replace("-", " ").split()))
    if result.clip is not None:
        session.keep(phrase, result.clip)
    return _Result(checked=result, outline=outline_of(result))
