"""Every page and state of the recording wizard, in both languages and sizes; no text is cut."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.fault import FaultCode
from counter_display.recorder.parts import PhraseTile
from counter_display.recorder.studio import Pace
from counter_display.recorder.views import TakeState
from counter_display.recorder.window import RecorderWindow
from counter_display.recording.session import Wanted, open_session
from i18n import Language
from tests.speech_samples import spoken, voice
from tests.ui.recorder_stage import ROOM, Scene, Surroundings, wizard
from ui_kit.inspection import clipped_labels, nameless_targets, overlapping_labels
from ui_kit.key_button import KeyButton
from ui_kit.pictures import take_picture

SIZES = ((1366, 768), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("vi", "en")
STILL = Pace(after_good=60_000, check=20)

TALK = voice([(0.3, 0.0), (0.5, 9_000.0), (0.4, 6_000.0)])

Prepare = Callable[[QtBot, Scene], None]


def start(qtbot: QtBot, scene: Scene) -> None:
    page = scene.window.start_page
    qtbot.waitUntil(lambda: page.inputs.count() == 3)
    scene.microphone.say(TALK)
    qtbot.waitUntil(lambda: page.meter.highest_db > -20)


def no_microphone(qtbot: QtBot, scene: Scene) -> None:
    scene.microphone.names = ()
    scene.microphone.fault = FaultCode.MICROPHONE_MISSING
    scene.window.start_page.retry.click()
    qtbot.waitUntil(lambda: scene.window.start_page.retry.isVisible())
    qtbot.waitUntil(lambda: scene.window.start_page.inputs.count() == 0)


def ready(qtbot: QtBot, scene: Scene) -> None:
    scene.window.start_page.begin.click()
    qtbot.waitUntil(scene.window.phrase_page.isVisible)


def recording(qtbot: QtBot, scene: Scene) -> None:
    ready(qtbot, scene)
    scene.window.phrase_page.record.click()
    scene.microphone.say(TALK)
    live = scene.window.phrase_page.wave
    qtbot.waitUntil(lambda: len(live._live or ()) >= 60)


def taken(qtbot: QtBot, scene: Scene, *, loud: float, state: TakeState) -> None:
    ready(qtbot, scene)
    scene.microphone.say(ROOM)
    scene.window.phrase_page.record.click()
    words = len(scene.window.phrase_page.phrase.text().split())
    scene.microphone.say(spoken(words, loud=loud))
    qtbot.waitUntil(lambda: scene.window.take_work.state is state)


def good(qtbot: QtBot, scene: Scene) -> None:
    taken(qtbot, scene, loud=7_000, state=TakeState.GOOD)


def refused(qtbot: QtBot, scene: Scene) -> None:
    taken(qtbot, scene, loud=60_000, state=TakeState.REFUSED)


def unplugged(qtbot: QtBot, scene: Scene) -> None:
    recording(qtbot, scene)
    scene.microphone.unplug()
    qtbot.waitUntil(lambda: scene.window.take_work.state is TakeState.TROUBLE)


def part(qtbot: QtBot, scene: Scene) -> None:
    ready(qtbot, scene)
    scene.window.phrase_page.every.click()
    qtbot.waitUntil(scene.window.finish_page.isVisible)


def whole(qtbot: QtBot, scene: Scene) -> None:
    scene.window.start_page.begin.click()
    qtbot.waitUntil(scene.window.finish_page.isVisible)


def saved(qtbot: QtBot, scene: Scene) -> None:
    whole(qtbot, scene)
    scene.window.finish_page.save.click()
    qtbot.waitUntil(scene.window.finish_page.line.isVisible)


def in_the_way(qtbot: QtBot, scene: Scene) -> None:
    whole(qtbot, scene)
    scene.out.mkdir()
    (scene.out / "pack.toml").write_text("", "utf-8")
    scene.window.finish_page.save.click()
    qtbot.waitUntil(scene.window.finish_page.replace.isVisible)


# State -> how many phrases were recorded before, and how one comes there.
STATES: dict[str, tuple[int, Prepare]] = {
    "start": (0, start),
    "start-again": (12, start),
    "no-microphone": (0, no_microphone),
    "ready": (6, ready),
    "long": (0, ready),
    "recording": (8, recording),
    "good": (14, good),
    "refused": (3, refused),
    "unplugged": (9, unplugged),
    "part": (27, part),
    "whole": (99, whole),
    "saved": (99, saved),
    "in-the-way": (99, in_the_way),
}


def check(window: RecorderWindow) -> None:
    assert clipped_labels(window) == []
    assert overlapping_labels(window) == []
    assert nameless_targets(window) == []
    buttons = [*window.findChildren(KeyButton), *window.findChildren(PhraseTile)]
    cut = [
        f"{button.text()!r} needs {button.sizeHint()}, has {button.size()}"
        for button in (*buttons, *window.findChildren(QLineEdit))
        if button.isVisibleTo(window)
        and (
            (isinstance(button, KeyButton) and button.sizeHint().width() > button.width())
            or button.minimumSizeHint().height() > button.height()
        )
    ]
    assert cut == []


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """A whole session of each language, to be copied."""
    folders: dict[Language, Path] = {}
    for language in LANGUAGES:
        session = open_session(tmp_path_factory.mktemp("takes") / "all", language, Wanted())
        for phrase in session.phrases:
            session.clips[phrase.key] = spoken(1)
        first, *_ = session.phrases
        session.keep(first, spoken(1))
        for phrase in session.phrases:
            target = session.folder / f"{phrase.key}.wav"
            if phrase != first:
                shutil.copy(session.folder / f"{first.key}.wav", target)
        folders[language] = session.folder
    return folders


def begin_with(count: int, takes: Path, out: Path, language: Language) -> None:
    """A session of which the first ``count`` phrases were recorded."""
    session = open_session(out, language, Wanted())
    shutil.copytree(takes, session.folder)
    session = open_session(out, language, Wanted())
    for phrase in session.phrases[count:]:
        del session.clips[phrase.key]
    session.note()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_state_is_drawn_without_cutting_anything(
    qtbot: QtBot,
    pictures: Path,
    tmp_path: Path,
    takes: dict[Language, Path],
    state: str,
    language: Language,
) -> None:
    before, prepare = STATES[state]
    out = tmp_path / "giong-doc"
    if before:
        begin_with(before, takes[language], out, language)
    around = Surroundings(out=out, size=SIZES[0], language=language, pace=STILL)
    around.microphone.names = ("Tai nghe USB", "Micrô trong máy (Realtek Audio)")
    with wizard(qtbot, around) as scene:
        prepare(qtbot, scene)
        for width, height in SIZES:
            scene.window.resize(width, height)
            QApplication.processEvents()  # one turn of the event loop: the layout settles
            name = f"recorder-{state}-{language}-{width}x{height}.png"
            take_picture(scene.window, pictures / name)
            check(scene.window)
