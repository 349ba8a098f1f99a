"""What the hall hears for one call: as clips with pauses, and as a sentence. Pure.

    Xin mời công dân có số thứ tự | A | không | không | bảy | đến quầy số | hai | mươi | mốt

Ticket labels are spoken one character at a time, counters as numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.call_phrases import Tongue, Wording, lead, opening, to_place, to_results
from core.hall import CallLine, Hall
from core.spoken_words import Word, digit_word, english_number, letter_word, vietnamese_number
from core.wording import Noun, Reading

__all__ = ["Announcement", "Spoken", "Tongue", "Wording", "announcement_of", "sentence", "spoken"]

DIGIT_GAP_MS = 90
AROUND_NUMBER_MS = 250
SENTENCE_GAP_MS = 350
WORD_GAP_MS = 30  # inside one number: "hai mươi mốt" is one breath


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One call to be spoken. ``seq`` is that of its event.

    ``with_number``: at a return lane, whether the counter's number must be said too, because
    results are handed out at several.
    """

    seq: int
    label: str
    counter_id: int
    wording: Wording = Wording.CALL
    priority: bool = False
    is_return: bool = False
    at_ms: int = 0
    noun: Noun = Noun.COUNTER
    reading: Reading = Reading.NORTHERN
    with_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One clip by its key, and the silence after it."""

    key: str
    pause_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A call in its order; ``counter`` is empty where the place needs no number."""

    lead: tuple[Word, ...]
    opening: Word
    label: tuple[Word, ...]
    place: Word
    counter: tuple[Word, ...]


def announcement_of(call: CallLine, hall: Hall) -> Announcement:
    """How ``call`` is announced in this hall."""
    office = hall.office
    service = None if call.service_id is None else hall.service(call.service_id)
    wording = Wording.CALL
    if call.again:
        wording = Wording.LAST if call.nth >= office.last_call_at else Wording.AGAIN
    return Announcement(
        seq=call.seq,
        label=call.label,
        counter_id=call.counter_id,
        wording=wording,
        priority=call.priority is not None,
        is_return=service is not None and service.is_return,
        at_ms=call.at_ms,
        noun=office.noun,
        reading=office.reading,
        with_number=service is not None and len(service.counters) > 1,
    )


def spoken(announcement: Announcement, language: Tongue) -> tuple[Spoken, ...]:
    """The clips of ``announcement`` in order, each with the silence after it."""
    parts = _parts(announcement, language)
    return (
        *_row(parts.lead, gap_ms=SENTENCE_GAP_MS, last_ms=SENTENCE_GAP_MS),
        *_row((parts.opening,), gap_ms=0, last_ms=AROUND_NUMBER_MS),
        *_row(parts.label, gap_ms=DIGIT_GAP_MS, last_ms=AROUND_NUMBER_MS),
        *_row((parts.place,), gap_ms=0, last_ms=DIGIT_GAP_MS if parts.counter else 0),
        *_row(parts.counter, gap_ms=WORD_GAP_MS, last_ms=0),
    )


def sentence(announcement: Announcement, language: Tongue) -> str:
    """The same to read: "Xin mời công dân có số thứ tự A, không không bảy, đến quầy số hai." """
    parts = _parts(announcement, language)
    counter = " ".join(word.text for word in parts.counter)
    place = f"{parts.place.text} {counter}".strip()
    number = ", ".join(_label_groups(announcement.label, language))
    said = f"{parts.opening.text} {number}, {place}."
    return " ".join([*(word.text for word in parts.lead), said])


def _parts(announcement: Announcement, tongue: Tongue) -> _Parts:
    numbered = announcement.with_number or not announcement.is_return
    if announcement.is_return:
        place = to_results(announcement.noun, numbered=numbered, tongue=tongue)
    else:
        place = to_place(announcement.noun, tongue)
    return _Parts(
        lead=lead(announcement.wording, tongue),
        opening=opening(announcement.wording, priority=announcement.priority, tongue=tongue),
        label=tuple(word for _, word in _label_words(announcement.label, tongue)),
        place=place,
        counter=_counter_words(announcement, tongue) if numbered else (),
    )


def _counter_words(announcement: Announcement, tongue: Tongue) -> tuple[Word, ...]:
    if tongue == "en":
        return english_number(announcement.counter_id)
    return vietnamese_number(announcement.counter_id, announcement.reading)


def _label_words(label: str, tongue: Tongue) -> Iterator[tuple[str, Word]]:
    """Each letter and digit of a ticket's number with its word; other signs are not spoken."""
    english = tongue == "en"
    for sign in label:
        if sign.isascii() and sign.isdecimal():
            yield sign, digit_word(int(sign), english=english)
        elif (word := letter_word(sign, english=english)) is not None:
            yield sign.upper(), word


def _label_groups(label: str, tongue: Tongue) -> Iterator[str]:
    """The letters as letters, then the digits as words: "A", "không không bảy"."""
    words = tuple(_label_words(label, tongue))
    at = 0
    while at < len(words):
        digits = words[at][0].isdecimal()
        end = at
        while end < len(words) and words[end][0].isdecimal() == digits:
            end += 1
        yield " ".join(word.text if digits else sign for sign, word in words[at:end])
        at = end


def _row(words: tuple[Word, ...], *, gap_ms: int, last_ms: int) -> Iterator[Spoken]:
    for place, word in enumerate(words, 1):
        yield Spoken(key=word.key, pause_ms=last_ms if place == len(words) else gap_ms)
