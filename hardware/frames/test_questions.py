"""What a person sees on a printer's test page, as questions whose answers fill its capabilities."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hardware.protocols.capabilities import Alphabet, Capabilities, CodePage, Cutter

# Heads in use; the page has a mark for each.
WIDTHS = (384, 420, 432, 512, 546, 576, 640)
# Pages under which Epson (30 and 31, 52) and clones keep Vietnamese letters.
CODE_PAGES = (
    CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31),
    CodePage(alphabet=Alphabet.TCVN3, page=49, capitals_page=50),
    *(CodePage(alphabet=Alphabet.TCVN3, page=page) for page in (32, 39, 41)),
    *(CodePage(alphabet=Alphabet.CP1258, page=page) for page in (52, 27, 32, 35, 39, 41, 94)),
)
_FIRST_NAME = "A"

Value = bool | int | float | Cutter | CodePage | None


class QuestionCode(StrEnum):
    """The questions, in the order of the page."""

    WIDTH = "width"
    MOTION = "motion"
    DOUBLE = "double"
    QR = "qr"
    MEMORY = "memory"
    LETTERS = "letters"
    CUTTER = "cutter"


class AnswerWord(StrEnum):
    """Answers that are words, and not just a number or a letter on the paper."""

    YES = "yes"
    NO = "no"
    SAME = "same"
    HALF = "half"
    OTHER = "other"
    NONE = "none"
    FULL = "full"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer: what is typed for it, the field's value that it means, its word if it has one."""

    name: str
    value: Value
    word: AnswerWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; its sentence is ``printer.question`` of its code. ``field``: what it fills."""

    code: QuestionCode
    field: str
    choices: tuple[Choice, ...]

    def value(self, name: str) -> Value:
        """What the answer ``name`` means; ``KeyError`` when there is no such answer."""
        return {choice.name: choice.value for choice in self.choices}[name]


def code_page_name(place: int) -> str:
    """The letter on the page beside the code page at ``place``."""
    return chr(ord(_FIRST_NAME) + place)


def _word(word: AnswerWord, value: Value) -> Choice:
    return Choice(name=word.value, value=value, word=word)


_YES_NO = (_word(AnswerWord.YES, True), _word(AnswerWord.NO, False))

QUESTIONS = (
    Question(
        code=QuestionCode.WIDTH,
        field="width_dots",
        choices=tuple(Choice(name=str(width), value=width) for width in WIDTHS),
    ),
    Question(
        code=QuestionCode.MOTION,
        field="motion_unit",
        choices=(
            _word(AnswerWord.SAME, 1.0),
            _word(AnswerWord.HALF, 0.5),
            _word(AnswerWord.OTHER, None),
        ),
    ),
    Question(code=QuestionCode.DOUBLE, field="double_raster", choices=_YES_NO),
    Question(code=QuestionCode.QR, field="native_qr", choices=_YES_NO),
    Question(code=QuestionCode.MEMORY, field="nv_graphics", choices=_YES_NO),
    Question(
        code=QuestionCode.LETTERS,
        field="code_page",
        choices=(
            *(
                Choice(name=code_page_name(place), value=page)
                for place, page in enumerate(CODE_PAGES)
            ),
            _word(AnswerWord.NONE, None),
        ),
    ),
    Question(
        code=QuestionCode.CUTTER,
        field="cutter",
        choices=(
            _word(AnswerWord.FULL, Cutter.FULL),
            _word(AnswerWord.PARTIAL, Cutter.PARTIAL),
            _word(AnswerWord.NONE, Cutter.NONE),
        ),
    ),
)


def filled(capabilities: Capabilities, answers: Mapping[QuestionCode, str]) -> Capabilities:
    """``capabilities`` with what the answers say; ``KeyError`` for an answer that is none."""
    found: dict[str, Value] = {
        question.field: question.value(answers[question.code])
        for question in QUESTIONS
        if question.code in answers
    }
    return replace(capabilities, **found)  # type: ignore[arg-type]
