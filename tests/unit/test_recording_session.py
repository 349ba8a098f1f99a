"""Takes are kept as they are made; a pack is saved whole or not at all."""

from pathlib import Path

import pytest

from core.fault import DeviceFault, FaultCode
from core.wording import Noun
from counter_display.recording.sample_call import sample_call, sample_sentence
from counter_display.recording.saving import Place, free_beside, place_of, save
from counter_display.recording.session import SESSION_FILE, Session, Wanted, open_session
from counter_display.voice.pack import PackFacts, load_pack
from tests.speech_samples import spoken

CLIP = spoken(1)
WANTED = Wanted(letters=("A",))


def facts(session: Session) -> PackFacts:
    return PackFacts(
        name="Thử",
        language=session.language,
        noun=session.wanted.noun,
        reading=session.wanted.reading,
        rate_hz=CLIP.rate_hz,
    )


def whole(out: Path) -> Session:
    session = open_session(out, "vi", WANTED)
    session.clips = {phrase.key: CLIP for phrase in session.phrases}
    return session


def test_a_take_survives_the_program(tmp_path: Path) -> None:
    session = open_session(tmp_path / "giong", "vi", WANTED)
    session.name, session.speaker = "Bộ giọng", "Lê Thị Lan"
    session.keep(session.phrases[2], CLIP)
    again = open_session(tmp_path / "giong", "vi", WANTED)
    assert again.clips == {session.phrases[2].key: CLIP}
    assert (again.name, again.speaker) == ("Bộ giọng", "Lê Thị Lan")


def test_the_languages_have_sessions_of_their_own(tmp_path: Path) -> None:
    session = open_session(tmp_path / "giong", "vi", WANTED)
    session.keep(session.phrases[0], CLIP)
    assert open_session(tmp_path / "giong", "en", WANTED).clips == {}


def test_a_take_of_other_words_is_to_be_made_again(tmp_path: Path) -> None:
    """The site says "cửa" now where it said "quầy": those phrases are not recorded yet."""
    out = tmp_path / "giong"
    session = whole(out)
    for phrase in session.phrases:
        session.keep(phrase, CLIP)
    changed = open_session(out, "vi", Wanted(noun=Noun.WINDOW, letters=("A",)))
    assert {phrase.text for phrase in changed.lacking} == {
        phrase.text for phrase in changed.phrases if "cửa" in phrase.text
    }


@pytest.mark.parametrize("damage", ["", "format = 1\nsaid = 3", "format = 2", "]["])
def test_a_damaged_session_is_begun_anew(tmp_path: Path, damage: str) -> None:
    session = open_session(tmp_path / "giong", "vi", WANTED)
    session.keep(session.phrases[0], CLIP)
    (session.folder / SESSION_FILE).write_text(damage, "utf-8")
    assert open_session(tmp_path / "giong", "vi", WANTED).clips == {}


def test_a_damaged_take_is_to_be_made_again(tmp_path: Path) -> None:
    session = open_session(tmp_path / "giong", "vi", WANTED)
    for phrase in session.phrases[:2]:
        session.keep(phrase, CLIP)
    (session.folder / f"{session.phrases[0].key}.wav").write_bytes(b"RIFF")
    again = open_session(tmp_path / "giong", "vi", WANTED)
    assert list(again.clips) == [session.phrases[1].key]


def test_an_incomplete_pack_is_not_saved(tmp_path: Path) -> None:
    session = whole(tmp_path / "giong")
    del session.clips["digit_7"]
    with pytest.raises(DeviceFault) as refused:
        save(session, facts(session), tmp_path / "giong", replace=False)
    assert refused.value.code is FaultCode.VOICE_PACK_INCOMPLETE
    assert refused.value.facts["phrases"] == ["bảy"]
    assert list(tmp_path.iterdir()) == []


def test_a_saved_pack_replaces_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    out = tmp_path / "giong"
    session = whole(out)
    save(session, facts(session), out, replace=False)
    (out / "stale.wav").write_bytes(b"x")
    with pytest.raises(FileExistsError):
        save(session, facts(session), out, replace=False)
    assert (out / "stale.wav").exists()
    save(session, facts(session), out, replace=True)
    assert set(load_pack(out).clips) == set(session.clips)
    assert not (out / "stale.wav").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["giong"]


def test_a_pack_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "giong"
    session = whole(out)
    save(session, facts(session), out, replace=False)
    (out / "mark").write_bytes(b"old")
    rename = Path.rename

    def fails_for_the_new(self: Path, target: Path) -> Path:
        if self.name.endswith(".new") and self.is_dir():
            raise PermissionError(13, "denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(PermissionError):
        save(session, facts(session), out, replace=True)
    assert (out / "mark").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["giong"]


def test_a_folder_with_other_files_is_never_touched(tmp_path: Path) -> None:
    out = tmp_path / "giay-to"
    out.mkdir()
    assert place_of(out) is Place.FREE
    (out / "don.docx").write_bytes(b"x")
    assert place_of(out) is Place.OTHER
    session = whole(tmp_path / "giong")
    with pytest.raises(FileExistsError):
        save(session, facts(session), out, replace=True)
    assert [path.name for path in out.iterdir()] == ["don.docx"]
    assert free_beside(out).name == "giay-to-2"


def test_the_sample_call_waits_for_its_phrases(tmp_path: Path) -> None:
    session = whole(tmp_path / "giong")
    call = sample_call(WANTED, "vi", session.clips, CLIP.rate_hz)
    assert call is not None
    assert call.length_s > 7 * CLIP.length_s
    assert sample_sentence(WANTED, "vi").startswith("Xin mời công dân có số thứ tự A")
    del session.clips["digit_7"]
    assert sample_call(WANTED, "vi", session.clips, CLIP.rate_hz) is None
