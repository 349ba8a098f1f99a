"""The sentences of a call in pieces: what stands before the ticket's number and after it. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from core.spoken_words import Word
from core.wording import Noun

Tongue = Literal["vi", "en"]


class Wording(StrEnum):
    """Which sentence it is."""

    CALL = "call"
    AGAIN = "again"  # "Xin nhắc lại. …"
    LAST = "last"  # "Xin mời lần cuối …"


_NOUN: Mapping[Tongue, Mapping[Noun, str]] = MappingProxyType(
    {
        "vi": {Noun.COUNTER: "quầy", Noun.WINDOW: "cửa", Noun.ROOM: "phòng", Noun.DESK: "bàn"},
        "en": {
            Noun.COUNTER: "counter",
            Noun.WINDOW: "window",
            Noun.ROOM: "room",
            Noun.DESK: "desk",
        },
    }
)
_OPENINGS: Mapping[Tongue, Mapping[str, str]] = MappingProxyType(
    {
        "vi": {
            "call": "Xin mời công dân có số thứ tự",
            "call_priority": "Xin mời công dân ưu tiên có số thứ tự",
            "last": "Xin mời lần cuối công dân có số thứ tự",
            "last_priority": "Xin mời lần cuối công dân ưu tiên có số thứ tự",
        },
        "en": {
            "call": "Number",
            "call_priority": "Priority number",
            "last": "Final call for number",
            "last_priority": "Final call for priority number",
        },
    }
)
_AGAIN: Mapping[Tongue, Word] = MappingProxyType(
    {"vi": Word("again", "Xin nhắc lại."), "en": Word("again", "Once more.")}
)


def lead(wording: Wording, tongue: Tongue) -> tuple[Word, ...]:
    """The sentence before the call itself, if there is one."""
    return (_AGAIN[tongue],) if wording is Wording.AGAIN else ()


def opening(wording: Wording, *, priority: bool, tongue: Tongue) -> Word:
    """What stands before the ticket's number."""
    key = "last" if wording is Wording.LAST else "call"
    if priority:
        key += "_priority"
    return Word(key, _OPENINGS[tongue][key])


def to_place(noun: Noun, tongue: Tongue) -> Word:
    """What stands before the counter's number."""
    name = _NOUN[tongue][noun]
    text = f"đến {name} số" if tongue == "vi" else f"please go to {name}"
    return Word(f"to_{noun.value}", text)


def to_results(noun: Noun, *, numbered: bool, tongue: Tongue) -> Word:
    """The way to where results are handed out; ``numbered``: its number follows."""
    name = _NOUN[tongue][noun]
    if tongue == "vi":
        text = f"đến {name} trả kết quả số" if numbered else f"đến {name} trả kết quả"
    else:
        text = f"please go to results {name}" if numbered else f"please go to the results {name}"
    return Word(f"results_number_{noun.value}" if numbered else f"results_{noun.value}", text)


def call_phrases(tongue: Tongue, noun: Noun | None) -> tuple[Word, ...]:
    """Everything that a call may need besides letters, digits and numbers; None: all nouns."""
    openings = (Word(key, text) for key, text in _OPENINGS[tongue].items())
    nouns = tuple(Noun) if noun is None else (noun,)
    places = (
        place
        for each in nouns
        for place in (
            to_place(each, tongue),
            to_results(each, numbered=False, tongue=tongue),
            to_results(each, numbered=True, tongue=tongue),
        )
    )
    return (*openings, _AGAIN[tongue], *places)
