"""The first page at work: which sessions there are, which microphone is heard."""

from typing import get_args

from PySide6.QtCore import QObject, Signal

from core.announcement import Tongue
from core.fault import DeviceFault, Fault
from counter_display.recorder.start_page import StartPage
from counter_display.recorder.studio import Studio
from counter_display.recording.microphone import Input
from counter_display.recording.session import Session, Wanted, open_session
from i18n import Texts

TONGUES: tuple[Tongue, ...] = get_args(Tongue)


class StartWork(QObject):
    """Emits ``started`` with the session to record in."""

    started = Signal(object)

    def __init__(
        self, page: StartPage, studio: Studio, texts: Texts, tongue: Tongue, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._studio = studio
        self._texts = texts
        self._first_tongue = tongue
        self._sessions: dict[Tongue, Session] = {}
        self._inputs: tuple[Input, ...] | None = None
        self._sure = False
        self._here = False
        self._trouble: DeviceFault | None = None
        self._defaults = False
        page.started.connect(self._on_started)
        page.anew.connect(self._on_anew)
        page.retried.connect(self.retry)
        page.input_chosen.connect(lambda: self._studio.listen(self._page.input_key))
        page.input_chosen.connect(self._on_input)
        page.language_chosen.connect(self._on_language)
        studio.heard.connect(self._on_heard)
        studio.trouble.connect(self._on_trouble)
        studio.inputs_found.connect(self._on_inputs)

    def begin(self) -> None:
        """Read the site and its sessions, listen to the usual microphone."""
        self._here = True
        self.draw()
        self._studio.bridge.ask(self._read, self._on_read, self._on_unread, owner=self)
        self.retry()

    def come_back(self) -> None:
        self._here = True
        self._sure = False
        self.draw()

    def leave(self) -> None:
        self._here = False

    def retry(self) -> None:
        """Look for microphones again, and listen."""
        self._trouble = None
        self._page.meter.forget()
        self._studio.look_for_inputs()
        self._studio.listen(self._page.input_key)
        self.draw()

    def set_texts(self, texts: Texts) -> None:
        self._texts = texts
        self.draw()

    def draw(self) -> None:
        texts, page = self._texts, self._page
        page.retranslate(texts)
        page.show_inputs(self._inputs or (), texts("recorder.start.usual"))
        lines = [(tongue, self._language_line(tongue)) for tongue in TONGUES]
        chosen = page.tongue if page.languages.count() else self._first_tongue
        page.show_languages(lines, chosen)
        session = self._sessions.get(page.tongue)
        total = len(session.phrases) if session else 0
        done = total - len(session.lacking) if session else 0
        page.show_counts(texts, done=done, total=total, sure=self._sure)
        page.begin.setEnabled(session is not None and self._trouble is None)
        page.retry.setVisible(self._trouble is not None)
        if self._trouble is not None:
            page.note.bad(texts.fault(self._trouble))
        elif self._defaults:
            page.note.hint(texts("recorder.start.defaults"))
        elif done:
            page.note.good(texts("recorder.start.unfinished", done=done, total=total))
        else:
            page.note.clear()

    # On the files' thread.

    def _read(self) -> dict[Tongue, Session]:
        return self._open(self._studio.ports.wanted())

    def _open(self, wanted: Wanted) -> dict[Tongue, Session]:
        out = self._studio.ports.out
        return {tongue: open_session(out[tongue], tongue, wanted) for tongue in TONGUES}

    # In the GUI thread.

    def _language_line(self, tongue: Tongue) -> str:
        name = self._texts("recorder.start.vi" if tongue == "vi" else "recorder.start.en")
        session = self._sessions.get(tongue)
        if session is None:
            return name
        return self._texts("recorder.start.phrases", language=name, count=len(session.phrases))

    def _on_read(self, sessions: dict[Tongue, Session]) -> None:
        self._sessions = sessions
        self.draw()
        if self._here:
            self._page.begin.setFocus()

    def _on_unread(self, error: Exception) -> None:
        """The database is away: what every site has can be recorded all the same."""
        if not isinstance(error, Fault):
            raise error
        self._defaults = True
        self._studio.bridge.ask(
            lambda: self._open(Wanted()), self._on_read, self._on_unread, owner=self
        )

    def _on_inputs(self, inputs: tuple[Input, ...]) -> None:
        self._inputs = inputs
        self.draw()

    def _on_input(self) -> None:
        self._trouble = None
        self._page.meter.forget()
        self.draw()

    def _on_language(self) -> None:
        self._sure = False
        self.draw()

    def _on_heard(self, level_db: float) -> None:
        if self._here:
            self._page.show_level(self._texts, level_db)

    def _on_trouble(self, fault: DeviceFault) -> None:
        self._trouble = fault
        if self._here:
            self._page.meter.forget()
            self.draw()
            self._page.retry.setFocus()

    def _on_started(self) -> None:
        session = self._sessions.get(self._page.tongue)
        if session is not None and self._page.begin.isEnabled():
            self.started.emit(session)

    def _on_anew(self) -> None:
        """Takes are lost for good: asked twice."""
        session = self._sessions.get(self._page.tongue)
        if session is None:
            return
        if not self._sure:
            self._sure = True
            self.draw()
            return
        self._sure = False
        self._studio.bridge.ask(
            session.clear, lambda _none: self.draw(), self._on_unread, owner=self
        )
