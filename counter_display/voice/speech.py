"""Announcements into sound: chime, clips, pauses, repeats and the English pass in one buffer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.announcement import Announcement, Tongue, spoken
from core.fault import DeviceFault, Fault, FaultCode
from counter_display.voice.chime import chime_of
from counter_display.voice.pack import ReadPack, phrases, read_pack
from counter_display.voice.pcm import RATE_HZ, Pcm, joined, resampled, scaled, silence
from counter_display.voice.plan import Chime, VoicePlan
from counter_display.voice.shipped import shipped_pack

AFTER_CHIME_MS = 300
BEFORE_ENGLISH_MS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One buffer to play. ``fault``: why it does not say all that it should, None when it does."""

    pcm: Pcm
    fault: Fault | None


class SpeechMaker:
    """Makes speech by ``plan`` out of packs, which are read at the first call.

    Clips are scaled and chimes are made once; joining a call then copies bytes only. A pack that
    has a fault is read again at the next call: perhaps someone has put it right meanwhile.
    """

    def __init__(self, plan: VoicePlan) -> None:
        self._plan = plan
        self._packs: dict[Tongue, _Voice] = {}
        self._chimes: dict[tuple[Chime, int], Pcm] = {}

    @property
    def placeholder(self) -> bool:
        """Whether calls are spoken by the machine's voice that comes along."""
        voice = self._packs.get("vi")
        return voice is not None and voice.placeholder

    def prepare(self) -> Fault | None:
        """Read what will be needed; gives what is wrong with it."""
        tongues: tuple[Tongue, ...] = ("vi", "en") if self._plan.english else ("vi",)
        faults = [self._fault_of(tongue) for tongue in tongues]
        self._chime(self._plan.chime, self._rate_hz())
        return next((fault for fault in faults if fault is not None), None)

    def call(self, announcement: Announcement, *, repeats: int) -> Speech:
        """What is heard for one call: the chime alone where the pack lacks a phrase."""
        try:
            voice = self._voice("vi")
            once = voice.say(announcement)
        except DeviceFault as lacks:
            return self.chime_only(lacks)
        rate_hz = voice.rate_hz
        parts = [self._chime(self._plan.chime, rate_hz), once]
        for _ in range(repeats - 1):
            parts += [silence(self._plan.interval_ms, rate_hz), once]
        fault = voice.fault
        if self._plan.english:
            english, lacks_english = self._english(announcement, rate_hz)
            parts += english
            fault = fault or lacks_english
        return Speech(pcm=joined(parts, rate_hz), fault=fault)

    def _english(
        self, announcement: Announcement, rate_hz: int
    ) -> tuple[list[Pcm], DeviceFault | None]:
        try:
            voice = self._voice("en")
            said = resampled(voice.say(announcement), rate_hz)
        except DeviceFault as lacks:
            return [], lacks
        return [silence(BEFORE_ENGLISH_MS, rate_hz), said], voice.fault

    def _fault_of(self, tongue: Tongue) -> DeviceFault | None:
        try:
            return self._voice(tongue).fault
        except DeviceFault as fault:
            return fault

    def text(self, said: tuple[Pcm, ...]) -> Speech:
        """The chime, then what another voice ``said``."""
        parts = [self._chime(self._plan.chime, RATE_HZ)]
        for place, pcm in enumerate(said):
            if place:
                parts.append(silence(BEFORE_ENGLISH_MS, RATE_HZ))
            parts.append(scaled(resampled(pcm, RATE_HZ), self._plan.volume))
        return Speech(pcm=joined(parts, RATE_HZ), fault=None)

    def chime_only(self, fault: Fault) -> Speech:
        """For what no voice can say."""
        return Speech(pcm=self._alone(), fault=fault)

    def _alone(self) -> Pcm:
        """A chime that must be heard because nothing else is, also where none was chosen."""
        chime = self._plan.chime
        return self._chime(Chime.TWO_TONE if chime is Chime.NONE else chime, self._rate_hz())

    def _chime(self, chime: Chime, rate_hz: int) -> Pcm:
        key = chime, rate_hz
        if key not in self._chimes:
            pcm = joined([chime_of(chime, rate_hz), silence(AFTER_CHIME_MS, rate_hz)], rate_hz)
            self._chimes[key] = scaled(pcm, self._plan.volume)
        return self._chimes[key]

    def _rate_hz(self) -> int:
        voice = self._packs.get("vi")
        return RATE_HZ if voice is None else voice.rate_hz

    def _voice(self, tongue: Tongue) -> "_Voice":
        """The pack of ``tongue``; raises ``DeviceFault(VOICE_PACK_MISSING)``."""
        voice = self._packs.get(tongue)
        if voice is None or voice.fault is not None:
            self._packs.pop(tongue, None)
            folder = self._folder(tongue)
            voice = self._packs[tongue] = _Voice(read_pack(folder), tongue, self._plan.volume)
        return voice

    def _folder(self, tongue: Tongue) -> Path:
        chosen = self._plan.pack if tongue == "vi" else self._plan.english_pack
        return chosen or shipped_pack(tongue)


class _Voice:
    """One pack at the hall's volume."""

    def __init__(self, read: ReadPack, tongue: Tongue, volume: int) -> None:
        self.rate_hz = read.pack.rate_hz
        self.placeholder = read.pack.placeholder
        self.fault = read.bad[0] if read.bad else _incomplete(read)
        self._name = read.facts.name
        self._tongue: Tongue = tongue
        self._clips: Mapping[str, Pcm] = read.pack.clips
        self._scaled: dict[str, Pcm] = {}
        self._volume = volume

    def say(self, announcement: Announcement) -> Pcm:
        """The call, spoken once; raises ``DeviceFault(VOICE_PACK_INCOMPLETE)``."""
        wanted = spoken(announcement, self._tongue)
        lacks = dict.fromkeys(each.key for each in wanted if each.key not in self._clips)
        if lacks:
            texts = {
                phrase.key: phrase.text for phrase in phrases(self._tongue, noun=None, reading=None)
            }
            raise _lacking(self._name, [texts[key] for key in lacks])
        parts = []
        for each in wanted:
            parts.append(self._clip(each.key))
            if each.pause_ms:
                parts.append(silence(each.pause_ms, self.rate_hz))
        return joined(parts, self.rate_hz)

    def _clip(self, key: str) -> Pcm:
        clip = self._scaled.get(key)
        if clip is None:
            clip = self._scaled[key] = scaled(self._clips[key], self._volume)
        return clip


def _incomplete(read: ReadPack) -> DeviceFault | None:
    """What every site needs and this pack lacks; letters are missed when they are called."""
    facts = read.facts
    wanted = phrases(facts.language, noun=facts.noun, reading=facts.reading, letters=())
    lacks = [phrase.text for phrase in wanted if phrase.key not in read.pack.clips]
    return _lacking(facts.name, lacks) if lacks else None


def _lacking(pack: str, texts: list[str]) -> DeviceFault:
    return DeviceFault(FaultCode.VOICE_PACK_INCOMPLETE, pack=pack, phrases=texts)
