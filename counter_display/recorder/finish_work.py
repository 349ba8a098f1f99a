"""The last page at work: the sample call, and the pack into its folder."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from core.clock import DEFAULT_ZONE, local_time
from core.fault import DeviceFault, Fault
from counter_display.recorder.finish_page import FinishPage
from counter_display.recorder.studio import Studio
from counter_display.recorder.views import FinishView
from counter_display.recording.microphone import RATE_HZ
from counter_display.recording.sample_call import sample_call, sample_sentence
from counter_display.recording.saving import Place, free_beside, place_of, save
from counter_display.recording.session import Session
from counter_display.voice.pack import PackFacts
from counter_display.voice.pcm import Pcm
from i18n import Texts

_MOST_NAMED = 4


class FinishWork(QObject):
    """Saves into the folder asked for, or beside it; never over a pack without being told to."""

    def __init__(self, page: FinishPage, studio: Studio, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._studio = studio
        self._texts = texts
        self._session: Session | None = None
        self._folder = Path()
        self._place: Place | None = None  # what stands in the way
        self._saved: Path | None = None
        self._fault: str = ""
        self._busy = False
        page.hear.clicked.connect(self.hear)
        page.save.clicked.connect(self.save)
        page.replace.clicked.connect(lambda: self._save(self._folder, replace=True))
        page.beside.clicked.connect(self._save_beside)
        page.copy.clicked.connect(self._copy)
        page.name.textEdited.connect(lambda _text: self._on_edited())
        page.speaker.textEdited.connect(lambda _text: self._on_edited())
        studio.played.connect(self._on_played)

    def start(self, session: Session) -> None:
        """Show what there is of ``session``."""
        self._session = session
        self._folder = self._studio.ports.out[session.language]
        self._place = self._saved = None
        self._fault, self._busy = "", False
        self._page.name.setText(session.name or self._texts("recorder.finish.usual_name"))
        self._page.speaker.setText(session.speaker)
        self._draw()
        self._page.go_on.setFocus() if session.lacking else self._page.hear.setFocus()

    def leave(self) -> None:
        self._studio.hush()
        self._session = None

    def set_texts(self, texts: Texts) -> None:
        self._texts = texts
        if self._session is not None:
            self._draw()

    def hear(self) -> None:
        """The sample call, joined from the takes."""
        session = self._session
        if session is None or not self._page.hear.isEnabled():
            return

        def joined() -> Pcm | None:
            return sample_call(session.wanted, session.language, session.clips, RATE_HZ)

        def play(pcm: Pcm | None) -> None:
            if pcm is not None and self._session is session:
                self._studio.play(pcm)

        self._studio.bridge.ask(joined, play, self._on_failed, owner=self)

    def save(self) -> None:
        """The pack into its folder; a pack that stands there is asked about first."""
        session = self._session
        if session is None or self._busy or session.lacking:
            return
        folder = self._folder
        self._busy = True
        self._draw()
        self._studio.bridge.ask(
            lambda: (place_of(folder), free_beside(folder)),
            lambda found: self._on_place(*found),
            self._on_failed,
            owner=self,
        )

    # Inside --------------------------------------------------------------------------------------

    def _on_place(self, place: Place, beside: Path) -> None:
        self._busy = False
        self._beside = beside
        if place is Place.FREE:
            self._save(self._folder, replace=False)
            return
        self._place = place
        self._draw()
        self._page.beside.setFocus()

    def _save_beside(self) -> None:
        self._save(self._beside, replace=False)

    def _save(self, folder: Path, *, replace: bool) -> None:
        session = self._session
        if session is None or self._busy:
            return
        session.name = self._page.name.text().strip() or self._texts("recorder.finish.usual_name")
        session.speaker = self._page.speaker.text().strip()
        facts = PackFacts(
            name=session.name,
            language=session.language,
            noun=session.wanted.noun,
            reading=session.wanted.reading,
            rate_hz=RATE_HZ,
            speaker=session.speaker,
            recorded=f"{self._today():%Y-%m-%d}",
        )

        def write() -> None:
            session.note()
            save(session, facts, folder, replace=replace)

        self._busy, self._place = True, None
        self._draw()
        self._studio.bridge.ask(
            write, lambda _none: self._on_saved(folder), self._on_failed, owner=self
        )

    def _today(self) -> datetime:
        return local_time(self._studio.clock.now_ms(), ZoneInfo(DEFAULT_ZONE))

    def _on_saved(self, folder: Path) -> None:
        self._busy, self._saved, self._fault = False, folder, ""
        self._draw()
        self._page.copy.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Fault):
            self._fault = self._texts.fault(error)
        elif isinstance(error, OSError):
            reason = error.strerror or str(error)
            self._fault = self._texts("recorder.finish.not_saved", reason=reason)
        else:
            raise error
        self._draw()

    def _on_edited(self) -> None:
        """What was saved has another name by now: it can be saved again."""
        self._saved = None
        self._draw()

    def _on_played(self, _number: int, fault: DeviceFault | None) -> None:
        if self._session is not None and fault is not None:
            self._fault = self._texts.fault(fault)
            self._draw()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._page.line.text())

    def _draw(self) -> None:
        session, texts = self._session, self._texts
        if session is None:
            return
        asking = "" if self._place is None else self._beside.name
        view = FinishView(
            phrases=session.phrases,
            done=tuple(phrase.key in session.clips for phrase in session.phrases),
            sample=sample_sentence(session.wanted, session.language),
            folder=str(self._saved or self._folder),
            sentence=self._sentence(session),
            good=self._saved is not None and not self._fault,
            saved="" if self._saved is None else _config_line(session, self._saved),
            asking=asking,
            may_replace=self._place is Place.PACK,
            busy=self._busy,
        )
        self._page.show_view(texts, view)

    def _sentence(self, session: Session) -> str:
        texts = self._texts
        if self._fault:
            return self._fault
        if lacking := session.lacking:
            named = ", ".join(phrase.text for phrase in lacking[:_MOST_NAMED])
            if len(lacking) > _MOST_NAMED:
                more = len(lacking) - _MOST_NAMED
                return texts("recorder.finish.lacking_more", named=named, more=more)
            return texts("recorder.finish.lacking", named=named)
        match self._place:
            case Place.PACK:
                return texts("recorder.finish.stands_pack")
            case Place.OTHER:
                return texts("recorder.finish.stands_other")
            case _:
                return texts("recorder.finish.saved") if self._saved is not None else ""


def _config_line(session: Session, folder: Path) -> str:
    """For ``[voice]`` in config.toml; slashes, since TOML takes a backslash for an escape."""
    key = "pack" if session.language == "vi" else "english_pack"
    return f'{key} = "{folder.resolve().as_posix()}"'
