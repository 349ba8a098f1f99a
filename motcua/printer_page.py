"""The test page of a printer in the words of its readers."""

from collections.abc import Mapping

from hardware.frames.slip_type import SlipFonts
from hardware.frames.test_page import QUESTIONS, Question, test_page
from hardware.protocols.capabilities import Capabilities
from i18n import Texts


def printer_page(
    texts: Texts,
    capabilities: Capabilities,
    *,
    printer: str,
    made_at: str,
    fonts: SlipFonts,
) -> bytes:
    """The page as one job; ``made_at`` is the time as people read it."""
    title = (
        texts("printer.page.title"),
        texts("printer.page.printer", name=printer),
        texts("printer.page.profile", profile=capabilities.name),
        texts("printer.page.made_at", made_at=made_at),
    )
    questions = [texts.of("printer.question", question.code) for question in QUESTIONS]
    return test_page(capabilities, title=title, questions=questions, fonts=fonts)


def answers_of(texts: Texts, question: Question) -> Mapping[str, str]:
    """What may be answered: what is typed, and what it reads like."""
    return {
        choice.name: choice.name if choice.word is None else texts.of("printer.answer", choice.word)
        for choice in question.choices
    }
