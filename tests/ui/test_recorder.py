"""The recording wizard at work: a whole pack, bad takes, a microphone that goes away."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.announcement import Announcement
from core.announcement import spoken as clips_of
from core.fault import DeviceFault, FaultCode, Unavailable
from core.wording import Noun, Reading
from counter_display.recorder.views import TakeState
from counter_display.recording.checking import Problem
from counter_display.recording.listening import OPEN_WITHIN_MS
from counter_display.recording.session import Wanted, open_session
from counter_display.voice.pack import load_pack
from counter_display.voice.plan import VoicePlan
from counter_display.voice.speech import SpeechMaker
from tests.speech_samples import spoken
from tests.ui.recorder_stage import ROOM, Scene, Surroundings, wizard

SMALL = Wanted(noun=Noun.WINDOW, reading=Reading.SOUTHERN, letters=("A",))


def type_key(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key wherever the focus is, as an officer does."""
    focused = QApplication.focusWidget()
    assert focused is not None, "no widget has the focus: the keyboard is lost"
    qtbot.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)


def state_is(qtbot: QtBot, scene: Scene, *states: TakeState) -> None:
    qtbot.waitUntil(lambda: scene.window.take_work.state in states)


def words_now(scene: Scene) -> int:
    return len(scene.window.phrase_page.phrase.text().split())


def record(qtbot: QtBot, scene: Scene, *, loud: float = 6_000.0) -> None:
    """Press Space and speak the phrase; the microphone hears that it is over."""
    type_key(qtbot, Qt.Key.Key_Space)
    state_is(qtbot, scene, TakeState.RECORDING)
    scene.microphone.say(spoken(words_now(scene), loud=loud))


def begin(qtbot: QtBot, scene: Scene) -> None:
    scene.microphone.say(ROOM)
    scene.window.start_page.begin.setFocus()
    type_key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(scene.window.phrase_page.isVisible)


def fill(out: Path, wanted: Wanted, *, but: int = 0) -> None:
    """A session on the disk in which the last ``but`` phrases lack."""
    session = open_session(out, "vi", wanted)
    for phrase in session.phrases[: len(session.phrases) - but]:
        session.keep(phrase, spoken(1))


def test_a_whole_pack_is_recorded_by_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    """A silent and a clipped take in between are refused; the pack speaks the site's words."""
    wanted = Wanted(noun=Noun.WINDOW)
    out = tmp_path / "giong-doc"
    with wizard(qtbot, Surroundings(out=out, wanted=lambda: wanted)) as scene:
        begin(qtbot, scene)
        page, total = scene.window.phrase_page, len(wanted.phrases("vi"))
        for place, phrase in enumerate(wanted.phrases("vi")):
            qtbot.waitUntil(lambda phrase=phrase: page.phrase.text() == phrase.text)
            state_is(qtbot, scene, TakeState.READY)
            assert page.count.text() == f"{place + 1}/{total}"
            if place == 3:
                refuse(qtbot, scene, loud=60_000.0, problem=Problem.CLIPPED)
            if place == 5:
                refuse(qtbot, scene, loud=0.0, problem=Problem.SILENT)
            record(qtbot, scene)
        qtbot.waitUntil(scene.window.finish_page.isVisible)
        assert len(scene.sound.played) == total
        type_key(qtbot, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: len(scene.sound.played) == total + 1)
        type_key(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(scene.window.finish_page.line.isVisible)
        assert scene.window.finish_page.line.text() == f'pack = "{out.as_posix()}"'
    pack = load_pack(out)
    assert set(pack.clips) == {phrase.key for phrase in wanted.phrases("vi")}
    call = Announcement(seq=1, label="A007", counter_id=3, noun=Noun.WINDOW)
    assert {each.key for each in clips_of(call, "vi")} <= set(pack.clips)
    speech = SpeechMaker(VoicePlan(pack=out)).call(call, repeats=1)
    assert speech.fault is None
    assert speech.pcm.length_s > 4


def refuse(qtbot: QtBot, scene: Scene, *, loud: float, problem: Problem) -> None:
    """A take that is not kept: one sentence, and the same phrase is ready again."""
    page, phrase = scene.window.phrase_page, scene.window.phrase_page.phrase.text()
    record(qtbot, scene, loud=loud)
    if problem is Problem.SILENT:
        type_key(qtbot, Qt.Key.Key_Space)
        scene.microphone.say(ROOM)
    state_is(qtbot, scene, TakeState.REFUSED)
    assert page.note.text() == scene.window.texts.of("recorder.problem", problem)
    assert page.phrase.text() == phrase
    assert page.record.isEnabled()


def test_a_session_goes_on_where_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "giong-doc"
    fill(out, SMALL, but=3)
    with wizard(qtbot, Surroundings(out=out, wanted=lambda: SMALL)) as scene:
        total = len(SMALL.phrases("vi"))
        assert f"{total - 3}/{total}" in scene.window.start_page.begin.text()
        begin(qtbot, scene)
        assert scene.window.phrase_page.count.text() == f"{total - 2}/{total}"


def test_starting_over_is_asked_twice(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "giong-doc"
    fill(out, SMALL, but=3)
    with wizard(qtbot, Surroundings(out=out, wanted=lambda: SMALL)) as scene:
        page = scene.window.start_page
        page.again.click()
        assert open_session(out, "vi", SMALL).clips
        page.again.click()
        qtbot.waitUntil(lambda: not page.again.isVisible())
        assert not open_session(out, "vi", SMALL).clips


def test_a_second_press_ends_a_take(qtbot: QtBot, tmp_path: Path) -> None:
    with wizard(qtbot, Surroundings(out=tmp_path / "giong")) as scene:
        begin(qtbot, scene)
        type_key(qtbot, Qt.Key.Key_Space)
        state_is(qtbot, scene, TakeState.RECORDING)
        type_key(qtbot, Qt.Key.Key_Space)
        scene.microphone.say(ROOM)
        state_is(qtbot, scene, TakeState.REFUSED)


def test_an_unplugged_microphone_is_told_and_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    with wizard(qtbot, Surroundings(out=tmp_path / "giong")) as scene:
        begin(qtbot, scene)
        type_key(qtbot, Qt.Key.Key_Space)
        state_is(qtbot, scene, TakeState.RECORDING)
        scene.microphone.unplug()
        state_is(qtbot, scene, TakeState.TROUBLE)
        texts, page = scene.window.texts, scene.window.phrase_page
        assert page.note.text() == texts.fault(DeviceFault(FaultCode.MICROPHONE_LOST))
        type_key(qtbot, Qt.Key.Key_Space)
        state_is(qtbot, scene, TakeState.TROUBLE)  # still gone
        scene.microphone.fault = None
        qtbot.waitUntil(lambda: not scene.window.studio.listening.is_open)
        state_is(qtbot, scene, TakeState.TROUBLE)
        type_key(qtbot, Qt.Key.Key_Space)
        state_is(qtbot, scene, TakeState.READY)
        scene.microphone.say(ROOM)
        record(qtbot, scene)
        state_is(qtbot, scene, TakeState.GOOD, TakeState.READY)


def test_a_microphone_that_hangs_does_not_hang_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    around = Surroundings(out=tmp_path / "giong")
    around.microphone.stuck = True
    with wizard(qtbot, around) as scene:
        scene.clock.advance(OPEN_WITHIN_MS)
        page, texts = scene.window.start_page, scene.window.texts
        stuck = texts.fault(DeviceFault(FaultCode.MICROPHONE_STUCK))
        qtbot.waitUntil(lambda: page.note.text() == stuck)
        assert page.retry.isVisible()
        assert not page.begin.isEnabled()
        scene.microphone.stuck = False
        scene.microphone.say(ROOM)
        type_key(qtbot, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: page.begin.isEnabled())


def test_without_a_database_the_usual_phrases_are_recorded(qtbot: QtBot, tmp_path: Path) -> None:
    def away() -> Wanted:
        raise Unavailable(FaultCode.DATABASE_AWAY)

    with wizard(qtbot, Surroundings(out=tmp_path / "giong", wanted=away)) as scene:
        page = scene.window.start_page
        qtbot.waitUntil(lambda: page.note.text() == scene.window.texts("recorder.start.defaults"))
        assert page.begin.isEnabled()


def test_without_a_loudspeaker_recording_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    with wizard(qtbot, Surroundings(out=tmp_path / "giong")) as scene:
        scene.sound.fault = FaultCode.SPEAKER_MISSING
        begin(qtbot, scene)
        record(qtbot, scene)
        qtbot.waitUntil(lambda: scene.window.phrase_page.count.text().startswith("2/"))


def test_an_incomplete_pack_is_not_saved_and_says_what_lacks(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "giong-doc"
    fill(out, SMALL, but=1)
    with wizard(qtbot, Surroundings(out=out, wanted=lambda: SMALL)) as scene:
        begin(qtbot, scene)
        type_key(qtbot, Qt.Key.Key_F2)
        page = scene.window.finish_page
        qtbot.waitUntil(page.isVisible)
        type_key(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert SMALL.phrases("vi")[-1].text in page.note.text()
        assert not page.hear.isEnabled()
        assert not out.exists()
        type_key(qtbot, Qt.Key.Key_F2)
        qtbot.waitUntil(scene.window.phrase_page.isVisible)


def test_a_pack_in_the_way_is_kept_until_the_officer_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "giong-doc"
    fill(out, SMALL)
    out.mkdir()
    (out / "pack.toml").write_text("old", "utf-8")
    with wizard(qtbot, Surroundings(out=out, wanted=lambda: SMALL)) as scene:
        page = scene.window.finish_page
        scene.window.start_page.begin.click()
        qtbot.waitUntil(page.isVisible)
        page.save.click()
        qtbot.waitUntil(page.beside.isVisible)
        page.beside.click()
        qtbot.waitUntil(page.line.isVisible)
        assert (out / "pack.toml").read_text("utf-8") == "old"
        assert load_pack(tmp_path / "giong-doc-2").clips
        qtbot.keyClicks(page.speaker, "Lan")
        page.save.click()
        qtbot.waitUntil(page.replace.isVisible)
        page.replace.click()
        qtbot.waitUntil(page.line.isVisible)
        assert load_pack(out).clips
