"""A board as the hall has it, for the tests of the board."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from core.hall import CallLine, Hall
from core.ticket import TicketState
from core.waiting import NOW, WaitRange
from counter_display.board_look import BoardLook
from tests.hall_samples import (
    NOTICE_EN,
    NOTICE_VI,
    NOW_MS,
    OFFICE,
    closed,
    counter,
    hall,
    services,
)

TV = BoardLook(width_mm=1210)  # 55 inches, seats at 3 m
TV_UPRIGHT = BoardLook(width_mm=680)
MONITOR = BoardLook()  # 24 inches, seats at 3 m

OFFICE_WITH_NOTICE = replace(OFFICE, notice_vi=NOTICE_VI, notice_en=NOTICE_EN)
_A, _C, _E, _H, _K, _L, _T = services()
WAITS = (
    replace(_A, waiting=12, expected=WaitRange(low_min=40, high_min=55)),
    _C,
    replace(_E, waiting=0, expected=NOW),
    _H,
    _K,
    replace(_L, waiting=1, expected=WaitRange(low_min=0, high_min=5)),
    replace(_T, is_return=True),
)


def busy(**changes: object) -> Hall:
    """A ward at work: a call, a pause, a closed counter, a notice."""
    counters = (
        counter(1, "A010"),
        counter(2, "A011", TicketState.CALLED),
        counter(3, pause="Ăn trưa"),
        counter(4, "H002"),
        closed(5),
    )
    sample = hall(office=OFFICE_WITH_NOTICE, services=WAITS, counters=counters)
    return replace(sample, **changes)  # type: ignore[arg-type]


def twenty() -> Hall:
    """A city's branch: twenty counters, one called, one paused, two closed."""

    def line(n: int) -> object:
        if n in (6, 11):
            return closed(n)
        if n == 14:
            return counter(n, pause="Họp giao ban")
        state = TicketState.CALLED if n == 9 else TicketState.SERVING
        return counter(n, f"{'ACEHKLT'[n % 7]}{n * 7:03d}", state)

    return busy(counters=tuple(line(n) for n in range(1, 21)))


def long_names() -> Hall:
    """Names as long as offices make them; counters without a name of their own."""
    office = replace(
        OFFICE,
        name_vi="Ủy ban nhân dân thị xã Nguyễn Thượng Hiền - Đồng Nhân",
        name_en="People's Committee of Nguyễn Thượng Hiền - Đồng Nhân",
    )
    return busy(
        office=office,
        counters=(
            counter(
                1,
                "A1010",
                name_vi="Quầy tiếp nhận hồ sơ đất đai",
                name_en="Land dossiers reception",
            ),
            counter(
                2,
                "T004",
                TicketState.CALLED,
                name_vi="Quầy trả kết quả",
                name_en="Collection of results",
            ),
            counter(3, pause="Đi khảo sát thực địa cùng tổ dân phố", name_vi="", name_en=""),
            counter(12, "C105", name_vi="", name_en=""),
            counter(13),
        ),
    )


def a_call(label: str = "A011", counter_id: int = 2, seq: int = 90, **changes: object) -> CallLine:
    made = CallLine(seq=seq, label=label, counter_id=counter_id, at_ms=NOW_MS, again=False)
    return replace(made, **changes)  # type: ignore[arg-type]


def put_picture(path: Path, width: int = 1600, height: int = 1000, colour: str = "#2E6E8E") -> None:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
