"""The slip as data, composed for a ticket."""

from pathlib import Path

import pytest

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
)
from core.slip_template import (
    DEFAULT_TEMPLATE,
    PAIRS,
    Part,
    SlipFacts,
    SlipTemplate,
    TemplateLine,
    compose,
    ticket_slip,
)

LOGO = Path("logo.png")
FACTS = SlipFacts(
    office="UBND PHƯỜNG THANH NHÀN",
    section="BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    heading="SỐ THỨ TỰ",
    number="A007",
    service="LĨNH VỰC: HỘ TỊCH",
    pairs={
        Part.PROCEDURE: ("Thủ tục", "Đăng ký khai sinh"),
        Part.COUNTERS: ("Quầy dự kiến", "01, 02"),
        Part.AHEAD: ("Số người chờ trước", "4"),
        Part.WAIT: ("Thời gian chờ dự kiến", "khoảng 20 phút"),
        Part.ISSUED: ("Giờ lấy số", "08:15 27/09/2023"),
    },
    priority="ĐỐI TƯỢNG ƯU TIÊN",
    codes={
        "code": "HTTPS://X.VN/T/7K2M",
        "paper": "MC:A007:20230927:7K2M",
        "label": "A007",
        "token": "7K2M",
        "day": "20230927",
    },
    track="Quét mã để theo dõi lượt của Ông/Bà.",
    footer=("Vui lòng theo dõi màn hình.", "Phiếu có giá trị trong ngày."),
    logo=LOGO,
)


def template(*lines: TemplateLine) -> SlipTemplate:
    number = TemplateLine(part=Part.NUMBER, size=Size.NUMBER)
    return SlipTemplate(lines=(number, *lines))


def texts(slip: Slip) -> list[str]:
    return [line.text for line in slip.lines if isinstance(line, TextLine)]


def words_and_pictures(slip: Slip) -> list[SlipLine]:
    return [line for line in slip.lines if not isinstance(line, SpaceLine | RuleLine)]


def heights(slip: Slip) -> list[float]:
    return [line.height_mm for line in slip.lines if isinstance(line, SpaceLine)]


# Composing ----------------------------------------------------------------------------------------


def test_the_shipped_slip_has_the_order_of_the_trade() -> None:
    slip = compose(DEFAULT_TEMPLATE, FACTS)
    made = [line for line in slip.lines if not isinstance(line, SpaceLine)]
    assert made[0] == LogoLine(path=LOGO, width_mm=10.0)
    assert [type(line) for line in made].count(RuleLine) == 3
    roles = [line.role for line in made if isinstance(line, TextLine | PairLine)]
    assert roles == [
        Role.OFFICE,
        Role.SECTION,
        Role.HEADING,
        Role.NUMBER,
        Role.SERVICE,
        Role.PRIORITY,
        Role.PROCEDURE,
        Role.FACT,
        Role.FACT,
        Role.FACT,
        Role.TIME,
        Role.FOOTER,
        Role.FOOTER,
        Role.FOOTER,
    ]
    assert [line.content for line in made if isinstance(line, QrLine)] == ["HTTPS://X.VN/T/7K2M"]
    assert (heights(slip)[0], heights(slip)[-1]) == (1.5, 2.0)


def test_the_number_is_the_largest_thing_on_the_shipped_slip() -> None:
    sizes = {
        line.role: line.size.value
        for line in compose(DEFAULT_TEMPLATE, FACTS).lines
        if isinstance(line, TextLine | PairLine)
    }
    assert max(sizes, key=lambda role: sizes[role]) is Role.NUMBER
    assert sizes[Role.NUMBER] > 3 * sizes[Role.SERVICE]


def test_what_is_not_known_leaves_no_gap_and_no_idle_rule() -> None:
    bare = SlipFacts(office="", section=" ", heading="", number="A007", service="")
    slip = compose(DEFAULT_TEMPLATE, bare)
    assert texts(slip) == ["A007"]
    assert [line for line in slip.lines if isinstance(line, RuleLine)] == []


def test_rules_never_meet_and_never_begin_or_end_a_slip() -> None:
    rule, office = TemplateLine(part=Part.RULE), TemplateLine(part=Part.OFFICE)
    lines = (rule, rule, TemplateLine(part=Part.TRACK, on=False), rule, office, rule, rule)
    made = [
        type(line).__name__
        for line in compose(SlipTemplate(lines=(rule, *lines)), FACTS).lines
        if not isinstance(line, SpaceLine)
    ]
    assert made == ["TextLine"]
    slip = compose(template(*lines), FACTS)
    assert [type(line) for line in slip.lines].count(RuleLine) == 1


def test_words_keep_away_from_a_rule_and_the_code_brings_its_own_rim() -> None:
    rule, qr = TemplateLine(part=Part.RULE), TemplateLine(part=Part.QR)
    office = TemplateLine(part=Part.OFFICE)
    assert heights(compose(template(rule, office), FACTS)) == [1.5, 1.0, 2.0]
    assert heights(compose(template(rule, qr), FACTS)) == [1.5, 2.0]


def test_paper_between_two_lines_is_what_both_ask_for() -> None:
    lines = (
        TemplateLine(part=Part.OFFICE, below_mm=2.0),
        TemplateLine(part=Part.FOOTER, above_mm=1.0, below_mm=4.0),
        TemplateLine(part=Part.SECTION),
    )
    assert heights(compose(template(*lines), FACTS)) == [1.5, 3.0, 4.0, 2.0]


@pytest.mark.parametrize("part", sorted(set(Part) - {Part.NUMBER, Part.RULE, Part.TEXT}))
def test_every_part_can_be_switched_off(part: Part) -> None:
    lines = [
        line if line.part is not part else TemplateLine(part=part, on=False)
        for line in DEFAULT_TEMPLATE.lines
    ]
    without = compose(SlipTemplate(lines=tuple(lines)), FACTS)
    whole = compose(DEFAULT_TEMPLATE, FACTS)
    left, all_lines = words_and_pictures(without), words_and_pictures(whole)
    assert len(left) < len(all_lines)
    assert [line for line in all_lines if line in left] == left


def test_a_further_slip_is_marked_whatever_the_template_says() -> None:
    facts = SlipFacts(
        office="", section="", heading="", number="A007", service="", reprint="IN LẠI"
    )
    slip = compose(template(), facts)
    bar = slip.lines[1]
    assert isinstance(bar, TextLine)
    assert (bar.text, bar.inverted, bar.role) == ("IN LẠI", True, Role.REPRINT)


def test_a_line_has_the_size_weight_and_side_that_the_template_gives_it() -> None:
    line = TemplateLine(part=Part.OFFICE, size=Size.TITLE, weight=Weight.MEDIUM, align=Align.LEFT)
    office = compose(template(line), FACTS).lines[-2]
    assert isinstance(office, TextLine)
    assert (office.size, office.weight, office.align) == (Size.TITLE, Weight.MEDIUM, Align.LEFT)


@pytest.mark.parametrize(
    ("english", "en", "expected"),
    [
        (False, ("Come at 8.",), "Mời đến lúc 8 giờ."),
        (True, ("Come at 8.",), "Come at 8."),
        (True, (), "Mời đến lúc 8 giờ."),
    ],
)
def test_the_offices_own_words_stand_in_the_language_of_the_slip(
    english: bool, en: tuple[str, ...], expected: str
) -> None:
    lines = [
        TemplateLine(part=part, vi=("Mời đến lúc 8 giờ.",), en=en)
        for part in (Part.TEXT, Part.FOOTER)
    ]
    facts = SlipFacts(office="", section="", heading="", number="A007", service="", english=english)
    assert texts(compose(template(*lines), facts)) == ["A007", expected, expected]


@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        ("{code}", "HTTPS://X.VN/T/7K2M"),
        ("{paper}", "MC:A007:20230927:7K2M"),
        ("HTTPS://HANOI.VN/{day}/{label}?T={token}", "HTTPS://HANOI.VN/20230927/A007?T=7K2M"),
        ("HTTPS://HANOI.VN", "HTTPS://HANOI.VN"),
    ],
)
def test_the_code_says_what_its_pattern_says(pattern: str, content: str) -> None:
    slip = compose(template(TemplateLine(part=Part.QR, content=pattern, side_mm=30.0)), FACTS)
    assert QrLine(content=content, side_mm=30.0) in slip.lines


# Each would cut the paper, open a drawer, or turn the line around, if it reached the printer.
NASTY = (
    "UBND\x1bi PHƯỜNG",
    "UBND\x1bp\x00\x19\xfa PHƯỜNG",
    "UBND\x1dV\x00 PHƯỜNG",
    "UBND\u202e PHƯỜNG",
    "UBND\x00\x07\x7f\x9b PHƯỜNG",
    "UBND\r\n\tPHƯỜNG",
    "UBND\ud800 PHƯỜNG",
    "UBND PHU\u031bO\u031b\u0300NG",
)


@pytest.mark.parametrize("name", NASTY)
def test_no_name_brings_anything_but_letters_onto_the_paper(name: str) -> None:
    facts = SlipFacts(
        office=name,
        section=name,
        heading=name,
        number=name,
        service=name,
        pairs=dict.fromkeys(PAIRS, (name, name)),
        priority=name,
        reprint=name,
        track=name,
        footer=(name,),
    )
    slip = compose(DEFAULT_TEMPLATE, facts)
    told = texts(slip)
    for line in slip.lines:
        if isinstance(line, PairLine):
            told += [line.name, line.value]
    assert len(told) == 19
    for text in told:
        assert text.isprintable()
        assert text.replace("ip", "").startswith("UBND")
        assert text.endswith("PHƯỜNG")


def test_a_name_of_three_hundred_letters_stays_whole() -> None:
    name = "Lĩnh vực " * 33
    facts = SlipFacts(office="", section="", heading="", number="A007", service=name)
    assert name.strip() in texts(compose(DEFAULT_TEMPLATE, facts))


def test_ready_made_sentences_make_the_shipped_slip() -> None:
    made = ticket_slip(
        office=FACTS.office,
        section=FACTS.section,
        number_heading=FACTS.heading,
        number=FACTS.number,
        service=FACTS.service,
        facts=[FACTS.pairs[part] for part in PAIRS],
        qr=FACTS.codes["code"],
        footer=(FACTS.track or "", *FACTS.footer),
        priority=FACTS.priority,
        logo=LOGO,
    )
    assert made == compose(DEFAULT_TEMPLATE, FACTS)
