"""A slip's template read from plain data, and refused with all its problems at once."""

from typing import Any

import pytest

from core.slip import Align, Size, Weight
from core.slip_template import DEFAULT_TEMPLATE, Part, SlipTemplate, TemplateLine
from core.slip_template_reading import (
    LONGEST_SENTENCE,
    MOST_LINES,
    MOST_SENTENCES,
    TemplateProblem,
    TemplateProblems,
    read_template,
    template_data,
)

NUMBER = {"part": "number", "size": "number"}


def template(*lines: TemplateLine) -> SlipTemplate:
    number = TemplateLine(part=Part.NUMBER, size=Size.NUMBER)
    return SlipTemplate(lines=(number, *lines))


def test_a_template_written_out_is_read_back_the_same() -> None:
    rich = SlipTemplate(
        lines=(
            *DEFAULT_TEMPLATE.lines[:-2],
            TemplateLine(
                part=Part.TEXT, vi=("Hotline: 024 1234",), en=("Hotline",), align=Align.LEFT
            ),
            TemplateLine(part=Part.FOOTER, vi=("Một.", "Hai."), weight=Weight.MEDIUM, on=False),
        )
    )
    for each in (DEFAULT_TEMPLATE, rich):
        assert read_template(template_data(each)) == each


def test_a_template_written_out_says_only_what_is_not_as_usual() -> None:
    data = template_data(template(TemplateLine(part=Part.QR, side_mm=30.0)))
    assert data == {"line": [NUMBER, {"part": "qr", "side_mm": 30.0}]}


def problems_of(*lines: Any, **others: Any) -> list[tuple[TemplateProblem, int | None]]:
    with pytest.raises(TemplateProblems) as caught:
        read_template({"line": list(lines), **others})
    return [(problem.code, problem.line) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"part": "logo", "colour": "red"}, TemplateProblem.UNKNOWN_KEY),
        ({"size": "small"}, TemplateProblem.PART_MISSING),
        ({"part": "barcode"}, TemplateProblem.NOT_ALLOWED),
        ({"part": ["logo"]}, TemplateProblem.NOT_ALLOWED),
        ({"part": "office", "size": "huge"}, TemplateProblem.NOT_ALLOWED),
        ({"part": "office", "weight": 700}, TemplateProblem.NOT_ALLOWED),
        ({"part": "office", "align": "justify"}, TemplateProblem.NOT_ALLOWED),
        ({"part": "office", "on": "yes"}, TemplateProblem.WRONG_TYPE),
        ({"part": "office", "above_mm": "2"}, TemplateProblem.WRONG_TYPE),
        ({"part": "office", "above_mm": True}, TemplateProblem.WRONG_TYPE),
        ({"part": "office", "below_mm": 300}, TemplateProblem.OUT_OF_RANGE),
        ({"part": "office", "below_mm": -1}, TemplateProblem.OUT_OF_RANGE),
        ({"part": "office", "below_mm": float("nan")}, TemplateProblem.OUT_OF_RANGE),
        ({"part": "logo", "width_mm": 0}, TemplateProblem.OUT_OF_RANGE),
        ({"part": "qr", "side_mm": 400}, TemplateProblem.OUT_OF_RANGE),
        ({"part": "office", "side_mm": 20}, TemplateProblem.NOT_OF_THIS_PART),
        ({"part": "rule", "weight": "bold"}, TemplateProblem.NOT_OF_THIS_PART),
        ({"part": "ahead", "align": "left"}, TemplateProblem.NOT_OF_THIS_PART),
        ({"part": "office", "vi": ["x"]}, TemplateProblem.NOT_OF_THIS_PART),
        ({"part": "service", "size": "number"}, TemplateProblem.NUMBER_NOT_LARGEST),
        ({"part": "text"}, TemplateProblem.WORDS_MISSING),
        ({"part": "text", "vi": []}, TemplateProblem.WORDS_MISSING),
        ({"part": "text", "vi": [7]}, TemplateProblem.WRONG_TYPE),
        ({"part": "text", "vi": ["x" * (LONGEST_SENTENCE + 1)]}, TemplateProblem.SENTENCE_TOO_LONG),
        (
            {"part": "footer", "vi": ["x"] * (MOST_SENTENCES + 1)},
            TemplateProblem.TOO_MANY_SENTENCES,
        ),
        ({"part": "text", "vi": ["cắt\x1bi giấy"]}, TemplateProblem.UNPRINTABLE),
        ({"part": "text", "vi": [" "]}, TemplateProblem.UNPRINTABLE),
        ({"part": "qr", "content": "{ticket_id}"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": "{code.__class__}"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": "{label:>99999999}"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": "{code!r}"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": "{}"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": "{code"}, TemplateProblem.UNKNOWN_CODE),
        ({"part": "qr", "content": ""}, TemplateProblem.UNPRINTABLE),
        ({"part": "qr", "content": "A" * 121}, TemplateProblem.CODE_TOO_LONG),
        ("office", TemplateProblem.WRONG_TYPE),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_place(line: Any, code: TemplateProblem) -> None:
    assert problems_of(NUMBER, line) == [(code, 2)]


def test_decomposed_letters_are_put_right_and_not_complained_about() -> None:
    line = {"part": "text", "vi": ["Phu\u031bo\u031b\u0300ng"]}
    assert read_template({"line": [NUMBER, line]}).lines[1].vi == ("Phường",)


def test_one_sentence_may_stand_without_a_list() -> None:
    read = read_template({"line": [NUMBER, {"part": "text", "vi": "Xin chào"}]})
    assert read.lines[1].vi == ("Xin chào",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, TemplateProblem.NO_LINES),
        ({"line": []}, TemplateProblem.NO_LINES),
        ({"line": "number"}, TemplateProblem.NO_LINES),
        ({"line": [{"part": "office"}]}, TemplateProblem.NUMBER_MISSING),
        ({"line": [NUMBER | {"on": False}]}, TemplateProblem.NUMBER_MISSING),
        ({"line": [{"part": "number"}]}, TemplateProblem.NUMBER_NOT_LARGEST),
        ({"line": [NUMBER, NUMBER]}, TemplateProblem.PART_TWICE),
        ({"line": [NUMBER], "lines": []}, TemplateProblem.UNKNOWN_KEY),
        ({"line": [NUMBER] + [{"part": "rule"}] * MOST_LINES}, TemplateProblem.TOO_MANY_LINES),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(data: dict[str, Any], code: TemplateProblem) -> None:
    with pytest.raises(TemplateProblems) as caught:
        read_template(data)
    assert code in [problem.code for problem in caught.value.problems]


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = problems_of(
        {"part": "office", "size": "huge", "below_mm": 99},
        {"part": "barcode"},
        {"part": "qr"},
        {"part": "qr"},
    )
    assert wrong == [
        (TemplateProblem.NOT_ALLOWED, 1),
        (TemplateProblem.OUT_OF_RANGE, 1),
        (TemplateProblem.NOT_ALLOWED, 2),
        (TemplateProblem.PART_TWICE, 4),
        (TemplateProblem.NUMBER_MISSING, None),
    ]
