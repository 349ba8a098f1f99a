"""What a site's slip looks like, as data: which lines, in which order, how large.

A template holds no facts and hardly any words: ``compose`` fills it with those of one ticket. The
bar that marks a further slip ("IN LẠI") is no line of it: nobody can leave it out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from core.slip import (
    Align,
    LogoLine,
    PairLine,
    QrLine,
    Role,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
    printable,
)

# What every slip begins and ends with, and what keeps a bar away from what follows.
_HEAD_MM, _FOOT_MM, _BAR_MM = 1.5, 2.0, 2.5
# Words never stand closer to a rule than this; a QR code has a white rim of its own.
_BESIDE_RULE_MM = 1.0


class Part(StrEnum):
    """What a line is filled with. All but TEXT and RULE may stand on a slip once."""

    LOGO = "logo"
    OFFICE = "office"
    SECTION = "section"
    HEADING = "heading"  # "SỐ THỨ TỰ"
    NUMBER = "number"
    SERVICE = "service"
    PRIORITY = "priority"  # a black bar, on tickets that have it
    PROCEDURE = "procedure"  # these five: a name and its value, where there is one
    COUNTERS = "counters"
    AHEAD = "ahead"
    WAIT = "wait"
    ISSUED = "issued"
    QR = "qr"
    TRACK = "track"  # what the QR code is for, where a phone can follow the ticket
    FOOTER = "footer"  # the office's own sentences, else those that are shipped
    TEXT = "text"  # the office's own words
    RULE = "rule"


PAIRS = (Part.PROCEDURE, Part.COUNTERS, Part.AHEAD, Part.WAIT, Part.ISSUED)
REPEATABLE = frozenset({Part.TEXT, Part.RULE})
# Which parts may have the office's own words.
WORDED = frozenset({Part.TEXT, Part.FOOTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """One line. ``on`` False keeps its place without printing it.

    ``above_mm`` and ``below_mm`` are empty paper; ``width_mm`` that of the logo, ``side_mm`` that
    of the QR code, whose ``content`` is a pattern of ``CODES``. ``vi`` and ``en`` are the office's
    own words, one sentence each; where ``en`` is empty, ``vi`` stands.
    """

    part: Part
    on: bool = True
    size: Size = Size.BODY
    weight: Weight = Weight.REGULAR
    align: Align = Align.CENTRE
    above_mm: float = 0.0
    below_mm: float = 0.0
    width_mm: float = 10.0
    side_mm: float = 22.0
    content: str = "{code}"
    vi: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTemplate:
    """The lines of a slip, from top to bottom."""

    lines: tuple[TemplateLine, ...]


# What the QR code's pattern may name. ``code``: the tracking address where the site has one, else
# ``paper``, which the panel's scanner reads.
CODES = ("code", "paper", "label", "token", "day")

DEFAULT_TEMPLATE = SlipTemplate(
    lines=(
        TemplateLine(part=Part.LOGO, below_mm=1.5),
        TemplateLine(part=Part.OFFICE, size=Size.HEADING, weight=Weight.BOLD),
        TemplateLine(part=Part.SECTION, size=Size.SMALL),
        TemplateLine(part=Part.RULE, above_mm=2.0, below_mm=2.0),
        TemplateLine(part=Part.HEADING, weight=Weight.MEDIUM, below_mm=1.5),
        TemplateLine(part=Part.NUMBER, size=Size.NUMBER, weight=Weight.BOLD, below_mm=2.5),
        TemplateLine(part=Part.SERVICE, size=Size.HEADING, weight=Weight.BOLD),
        TemplateLine(part=Part.PRIORITY, weight=Weight.BOLD, above_mm=1.0),
        TemplateLine(part=Part.RULE, above_mm=2.0, below_mm=1.0),
        *(TemplateLine(part=part) for part in PAIRS),
        TemplateLine(part=Part.RULE, above_mm=1.0),
        TemplateLine(part=Part.QR),
        TemplateLine(part=Part.TRACK, size=Size.SMALL),
        TemplateLine(part=Part.FOOTER, size=Size.SMALL),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSlip:
    """How one site's slips look. ``logo``: SHA-256 of its own picture, None without one."""

    template: SlipTemplate = DEFAULT_TEMPLATE
    logo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts:
    """One ticket in the words of one language, ready for the paper.

    ``pairs``: name and value of those of ``PAIRS`` that are known. ``priority``, ``track`` and
    ``reprint`` are None where they do not apply. ``codes`` fills the QR code's pattern, empty for
    none. ``own_words`` picks the office's own of (vi, en).
    """

    office: str
    section: str
    heading: str
    number: str
    service: str
    pairs: Mapping[Part, tuple[str, str]] = field(default_factory=dict)
    priority: str | None = None
    reprint: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    track: str | None = None
    footer: tuple[str, ...] = ()
    logo: Path | None = None
    english: bool = False


def compose(template: SlipTemplate, facts: SlipFacts) -> Slip:
    """The slip of one ticket. What is not known, or empty, leaves no gap; rules never meet."""
    lines: list[SlipLine] = [SpaceLine(height_mm=_HEAD_MM)]
    if facts.reprint is not None:
        bar = TextLine(
            text=printable(facts.reprint),
            size=Size.HEADING,
            weight=Weight.BOLD,
            inverted=True,
            role=Role.REPRINT,
        )
        lines += [bar, SpaceLine(height_mm=_BAR_MM)]
    lines += _spaced(_without_idle_rules(_filled(template, facts)))
    return Slip(lines=(*lines, SpaceLine(height_mm=_FOOT_MM)))


def ticket_slip(
    *,
    office: str,
    section: str,
    number_heading: str,
    number: str,
    service: str,
    facts: Sequence[tuple[str, str]] = (),
    qr: str | None = None,
    footer: Sequence[str] = (),
    priority: str | None = None,
    reprint: str | None = None,
    logo: Path | None = None,
) -> Slip:
    """A slip as shipped, out of ready-made sentences; the last of at most five ``facts`` is a time.

    ``priority`` and ``reprint`` are the words of a black bar, None leaves the bar out. ``qr`` is
    the code's content; letters a-z in it make the code larger.
    """
    told = SlipFacts(
        office=office,
        section=section,
        heading=number_heading,
        number=number,
        service=service,
        pairs=dict(zip(PAIRS[len(PAIRS) - len(facts) :], facts, strict=True)),
        priority=priority,
        reprint=reprint,
        codes={} if qr is None else {"code": qr},
        footer=tuple(footer),
        logo=logo,
    )
    return compose(DEFAULT_TEMPLATE, told)


def _filled(template: SlipTemplate, facts: SlipFacts) -> Iterator[tuple[TemplateLine, SlipLine]]:
    for line in template.lines:
        if line.on:
            for made in _fill(line, facts):
                if not isinstance(made, TextLine) or made.text:
                    yield line, made


def _without_idle_rules(
    filled: Iterable[tuple[TemplateLine, SlipLine]],
) -> Iterator[tuple[TemplateLine, SlipLine]]:
    """A rule stands between two others: not first, not last, not beside another rule."""
    begun, rule = False, None
    for line, made in filled:
        if isinstance(made, RuleLine):
            rule = rule or ((line, made) if begun else None)
            continue
        if rule is not None:
            yield rule
        yield line, made
        begun, rule = True, None


def _spaced(filled: Iterable[tuple[TemplateLine, SlipLine]]) -> Iterator[SlipLine]:
    """The lines with the empty paper between them."""
    below_mm, before, last = 0.0, None, None
    for line, made in filled:
        gap_mm = below_mm + line.above_mm if line is not before else 0.0
        if isinstance(last, RuleLine) and not isinstance(made, QrLine):
            gap_mm = max(gap_mm, _BESIDE_RULE_MM)
        if gap_mm > 0:
            yield SpaceLine(height_mm=gap_mm)
        yield made
        below_mm, before, last = line.below_mm, line, made


def _fill(line: TemplateLine, facts: SlipFacts) -> Sequence[SlipLine]:
    """What a line of the template becomes: nothing, one line, or a sentence a line."""
    match line.part:
        case Part.OFFICE:
            return [_text(line, facts.office, Role.OFFICE)]
        case Part.SECTION:
            return [_text(line, facts.section, Role.SECTION)]
        case Part.HEADING:
            return [_text(line, facts.heading, Role.HEADING)]
        case Part.NUMBER:
            return [_text(line, facts.number, Role.NUMBER)]
        case Part.SERVICE:
            return [_text(line, facts.service, Role.SERVICE)]
        case Part.PRIORITY:
            bar = facts.priority
            return [] if bar is None else [_text(line, bar, Role.PRIORITY, inverted=True)]
        case Part.PROCEDURE | Part.COUNTERS | Part.AHEAD | Part.WAIT | Part.ISSUED:
            return _pair(line, facts.pairs.get(line.part))
        case Part.TRACK:
            return [] if facts.track is None else [_text(line, facts.track, Role.FOOTER)]
        case Part.FOOTER:
            return [_text(line, each, Role.FOOTER) for each in _own(line, facts) or facts.footer]
        case Part.TEXT:
            return [_text(line, each, Role.TEXT) for each in _own(line, facts)]
        case Part.LOGO:
            return [] if facts.logo is None else [LogoLine(path=facts.logo, width_mm=line.width_mm)]
        case Part.QR:
            content = line.content.format(**facts.codes) if facts.codes else ""
            return [QrLine(content=content, side_mm=line.side_mm)] if content else []
        case Part.RULE:
            return [RuleLine()]
        case _:
            assert_never(line.part)


def _text(line: TemplateLine, text: str, role: Role, *, inverted: bool = False) -> TextLine:
    return TextLine(
        text=printable(text),
        size=line.size,
        weight=line.weight,
        align=line.align,
        inverted=inverted,
        role=role,
    )


def _pair(line: TemplateLine, pair: tuple[str, str] | None) -> list[SlipLine]:
    if pair is None or not (value := printable(pair[1])):
        return []
    role = {Part.ISSUED: Role.TIME, Part.PROCEDURE: Role.PROCEDURE}.get(line.part, Role.FACT)
    return [PairLine(name=printable(pair[0]), value=value, size=line.size, role=role)]


def _own(line: TemplateLine, facts: SlipFacts) -> tuple[str, ...]:
    return (line.en or line.vi) if facts.english else line.vi
