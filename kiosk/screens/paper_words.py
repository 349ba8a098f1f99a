"""What the kiosk says of a slip: on its way, out, somewhere else, missing."""

from dataclasses import dataclass
from typing import assert_never

from core.fault import FaultCode, Refused
from core.ticket import PrintState
from i18n import Texts
from kiosk.ports import Spot, Taken
from kiosk.screens import wording
from kiosk.screens.notes import Tone
from kiosk.screens.owing import Owing
from kiosk.screens.remedy import Remedy, Stage
from ui_kit.drawings import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """The contents of a note."""

    tone: Tone
    sign: Sign
    title: str
    text: str = ""


def of_taken(texts: Texts, taken: Taken, remedy: Remedy, elsewhere: Spot | None) -> PaperWords:
    """For the citizen whose number is on the screen."""
    if remedy.stage is Stage.PRINTING:
        return _good(texts("kiosk.paper.again"), texts("kiosk.paper.again_hint"))
    label = taken.label
    match taken.print_state:
        case PrintState.QUEUED:
            return _good(texts("kiosk.paper.coming"), texts("kiosk.paper.coming_hint"))
        case PrintState.PRINTED | PrintState.REPRINTED:
            return _out(texts, elsewhere)
        case PrintState.FAILED:
            key = "kiosk.paper.failed_again" if remedy.tries else "kiosk.paper.failed"
            hint = _why_not(texts, remedy.trouble) or texts("kiosk.paper.failed_hint")
            return _care(texts(key, label=label), hint)
        case PrintState.UNKNOWN:
            hint = _why_not(texts, remedy.trouble) or _doubt(texts, elsewhere)
            return _care(texts("kiosk.paper.unknown", label=label), hint)
        case PrintState.NONE:
            title = texts("kiosk.paper.none", label=label)
            hint = texts("kiosk.paper.none_hint")
            return PaperWords(tone=Tone.CALM, sign=Sign.CAMERA, title=title, text=hint)
        case _:
            assert_never(taken.print_state)


def of_owed(texts: Texts, owing: Owing, fault: FaultCode | None) -> PaperWords:
    """For the slip of a number from before the restart, asked for just now.

    ``fault`` is why none can be printed at the moment.
    """
    news = owing.news
    if news is None:
        reason = wording.printer_trouble(texts, fault or FaultCode.PRINTER_OFFLINE)
        return PaperWords(tone=Tone.CARE, sign=Sign.WARNING, title=reason)
    label = news.label
    match news.print_state:
        case PrintState.NONE | PrintState.QUEUED:
            title = texts("kiosk.owed.coming", label=label)
            return _good(title, texts("kiosk.paper.again_hint"))
        case PrintState.PRINTED | PrintState.REPRINTED:
            if news.elsewhere is not None:
                return _out(texts, news.elsewhere)
            title = texts("kiosk.owed.printed", label=label)
            return _good(title, texts("kiosk.paper.printed_hint"))
        case PrintState.FAILED:
            hint = _why_not(texts, owing.trouble) or texts("kiosk.owed.failed_hint")
            if fault is not None:
                hint = f"{wording.printer_trouble(texts, fault)}. {hint}"
            return _care(texts("kiosk.owed.failed", label=label), hint)
        case PrintState.UNKNOWN:
            return _care(texts("kiosk.owed.unknown", label=label), _doubt(texts, news.elsewhere))
        case _:
            assert_never(news.print_state)


def of_offer(texts: Texts, owing: Owing) -> str:
    """Whose slips are missing, and what to do."""
    if len(owing.tickets) == 1:
        return texts("kiosk.owed.one", label=owing.tickets[0].label)
    said = texts("kiosk.owed.several")
    if not owing.hidden:
        return said
    return f"{said} {texts('kiosk.owed.more', count=owing.hidden)}"


def _out(texts: Texts, elsewhere: Spot | None) -> PaperWords:
    if elsewhere is None:
        return _good(texts("kiosk.paper.coming"), texts("kiosk.paper.printed_hint"))
    title = texts("kiosk.paper.elsewhere", place=_place(texts, elsewhere))
    hint = texts("kiosk.paper.elsewhere_hint")
    return PaperWords(tone=Tone.CARE, sign=Sign.RECEIPT, title=title, text=hint)


def _place(texts: Texts, spot: Spot) -> str:
    """Where to go for the slip."""
    said = texts.pick(spot.words_vi, spot.words_en)
    return said or texts("kiosk.paper.at_printer", printer=spot.printer)


def _doubt(texts: Texts, elsewhere: Spot | None) -> str:
    if elsewhere is None:
        return texts("kiosk.paper.unknown_hint")
    return texts("kiosk.paper.unknown_elsewhere_hint", place=_place(texts, elsewhere))


def _why_not(texts: Texts, trouble: Exception | None) -> str:
    """Why a wish was not carried out; empty when nothing went wrong."""
    if trouble is None:
        return ""
    if isinstance(trouble, Refused):
        return wording.sentence(texts.fault(trouble))
    return texts("kiosk.paper.not_sent")


def _good(title: str, text: str) -> PaperWords:
    return PaperWords(tone=Tone.GOOD, sign=Sign.RECEIPT, title=title, text=text)


def _care(title: str, text: str) -> PaperWords:
    return PaperWords(tone=Tone.CARE, sign=Sign.CAMERA, title=title, text=text)
