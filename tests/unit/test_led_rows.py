"""From config.toml's displays to rows of the hardware and the texts on them."""

from pathlib import Path

from counter_display.signs import Sign
from hardware.frames.led_dialect import ModbusDialect
from motcua.led_rows import LedPlan
from tests.unit.test_settings import settings_of
from tests.unit.test_settings_problems import LINE, display

CARD = '"modbus:text_card"'
INT16 = '"modbus:led485_int16"'


def plan_of(folder: Path, text: str) -> LedPlan:
    return LedPlan(settings_of(folder, text).led)


def sign(folder: Path, text: str) -> Sign:
    """The only sign of ``text``."""
    [found] = plan_of(folder, text).signs()
    return found


def test_rows_of_a_display_are_displays_of_one_address(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, LINE + display("cot", protocol=CARD, rows=2, address=7))
    assert [(row.name, row.row, row.settings.address) for row in plan.rows] == [
        ("cot#1", 1, 7),
        ("cot#2", 2, 7),
    ]
    assert plan.at_counters() == {1: ["cot#1", "cot#2"]}


def test_rows_begin_where_the_display_says(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, LINE + display("duoi", protocol=CARD, row=2))
    assert [(row.name, row.row) for row in plan.rows] == [("duoi", 2)]


def test_a_sign_of_strings_is_prepared_for_all_rows_at_its_address_and_no_more(
    tmp_path: Path,
) -> None:
    sign = '"alpha:string"'
    text = LINE + display("tren", protocol=sign, rows=2) + display("duoi", protocol=sign, row=4)
    setups = {row.dialect.setup_frames(1) for row in plan_of(tmp_path, text).rows}
    [(_, calls)] = setups  # the same for all: each empties the memory
    assert [label for label in range(1, 9) if b"\x10%d" % label in calls] == [1, 2, 4]


def test_a_display_that_can_less_speaks_an_adapted_dialect(tmp_path: Path) -> None:
    [row] = plan_of(tmp_path, LINE + display("x", width=3, digits_only="true")).rows
    assert (row.dialect.width, row.dialect.digits_only) == (3, True)
    assert row.dialect.shown("A1007").strip() == "007"


def test_the_silence_between_frames_is_that_of_the_real_speed(tmp_path: Path) -> None:
    line = '[led.line.a]\nlink = { kind = "serial", port = "COM3", baud = 19200 }\n'
    [fast] = plan_of(tmp_path, line + display("x")).rows
    [usual] = plan_of(tmp_path, LINE + display("x")).rows
    assert isinstance(fast.dialect, ModbusDialect)
    assert isinstance(usual.dialect, ModbusDialect)
    assert (fast.dialect.baud, usual.dialect.baud) == (19_200, 9_600)


def test_texts_for_all_displays_are_each_ones_unless_it_says_otherwise(tmp_path: Path) -> None:
    common = '[led]\nidle = "{counter:02}"\n'
    assert sign(tmp_path, common + LINE + display("x", closed='"x"')) == Sign(
        name="x", counter=1, text="{label}", idle="{counter:02}", paused="NGHI", closed="x"
    )


def test_what_a_display_cannot_show_becomes_what_it_can(tmp_path: Path) -> None:
    """Dashes where it has them, else nothing; never half a word."""
    common = '[led]\npaused = "TAM NGHI"\nclosed = "DONG {counter}"\n'
    letters = sign(tmp_path, common + LINE + display("x"))
    digits = sign(tmp_path, common + LINE + display("x", protocol=INT16))
    assert (letters.idle, letters.paused, letters.closed) == ("--", "--", "--")
    assert (digits.idle, digits.paused, digits.closed) == ("", "", "DONG {counter}")


def test_a_pole_display_shows_number_and_counter_by_itself(tmp_path: Path) -> None:
    upper, lower = plan_of(tmp_path, LINE + display("x", protocol=CARD, rows=2)).signs()
    assert (upper.text, upper.idle) == ("{label}", "--")
    assert (lower.text, lower.idle) == ("{counter}", "")


def test_each_row_has_its_own_text(tmp_path: Path) -> None:
    texts = display("x", protocol=CARD, rows=2, text='["So {label}", "Q{counter:02}"]')
    assert [each.text for each in plan_of(tmp_path, LINE + texts).signs()] == [
        "So {label}",
        "Q{counter:02}",
    ]


def test_a_main_board_shows_the_last_calls_row_by_row(tmp_path: Path) -> None:
    board = display("x", protocol=CARD, rows=2, shows='"calls"').replace("counter = 1\n", "")
    assert plan_of(tmp_path, LINE + board).signs() == tuple(
        Sign(name=f"x#{place}", shows="calls", place=place, text="{label} {counter}", idle="")
        for place in (1, 2)
    )


def test_a_main_board_too_narrow_for_the_counter_shows_the_number(tmp_path: Path) -> None:
    """ "A007 1" where it should say 12 would send people to the wrong counter."""
    board = display("x", protocol=CARD, shows='"calls"', width=6).replace("counter = 1\n", "")
    assert sign(tmp_path, LINE + board).text == "{label}"


def test_a_line_without_displays_is_no_trouble(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, LINE)
    assert (plan.rows, plan.signs(), plan.baud("a")) == ([], (), 0)
