"""A slip's bytes beside python-escpos ``image()`` of the same picture, and the time it takes."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

import motcua
from benchmarks.figures import Effort, Figure, Report, median, timed
from core.clock import DEFAULT_ZONE
from core.slip import Slip, ticket_slip
from core.ticket import paper_code
from hardware.frames.escpos import encode
from hardware.frames.slip_canvas import Paper, draw_slip
from hardware.frames.slip_type import SlipFonts
from i18n import Texts

# Paper in millimetres -> dots of its head, and the most bytes that a slip may have.
PAPERS = {80: (576, 27_500), 58: (384, 14_600)}
LOGO = Path(motcua.__file__).parent / "assets" / "logo.png"
_ISSUED = datetime(2023, 9, 27, 8, 15, tzinfo=ZoneInfo(DEFAULT_ZONE))


def measure(effort: Effort) -> Report:
    figures = tuple(
        figure
        for paper_mm, (dots, limit) in PAPERS.items()
        for figure in _on(paper_mm, dots, limit, effort)
    )
    return Report(
        name="slips",
        title="one ticket with a logo on paper",
        figures=figures,
        notes=("floor of bytes: python-escpos image() of the same picture, in one piece.",),
    )


def sample_slip(*, priority: bool = False) -> Slip:
    """A007 of the ward, as the kiosk composes it."""
    texts = Texts("vi")
    code = paper_code("A007", 20230927, "7K2M9QWXTRFA")
    return ticket_slip(
        logo=LOGO,
        office="UBND PHƯỜNG THANH NHÀN",
        section="BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        number_heading=texts("slip.number_heading"),
        number="A007",
        service=texts("slip.service", service="TƯ PHÁP - HỘ TỊCH"),
        priority=texts("slip.priority") if priority else None,
        facts=(
            (texts("slip.fact.procedure"), "Đăng ký khai sinh"),
            (texts("slip.fact.counters"), "01, 02"),
            (texts("slip.fact.ahead"), "4"),
            (texts("slip.fact.wait"), "khoảng 20 phút"),
            (texts("slip.fact.issued"), _ISSUED.strftime("%H:%M %d/%m/%Y")),
        ),
        qr=code,
        footer=(texts("slip.footer.watch"), texts("slip.footer.valid")),
    )


def peer_bytes(picture: Image.Image) -> int:
    """What python-escpos makes of the picture."""
    # Only here: importing it costs 0.3 s.
    from escpos.printer import Dummy

    printer = Dummy()
    # It prints advice about profiles.
    with redirect_stdout(StringIO()):
        printer.image(picture)
    return len(printer.output)


def _on(paper_mm: int, dots: int, limit: int, effort: Effort) -> Iterator[Figure]:
    slip, paper, fonts = sample_slip(), Paper(width_dots=dots), SlipFonts()
    where = f"{paper_mm} mm"
    yield _bytes(where, picture := draw_slip(slip, paper, fonts), limit)
    with_bar = draw_slip(sample_slip(priority=True), paper, fonts)
    yield _bytes(f"{where}, with a priority bar", with_bar, None)
    drawn = timed(lambda: draw_slip(slip, paper, fonts), effort.rounds)
    yield Figure(what=f"{where}: drawing p50", value=median(drawn), unit="ms")
    encoded = timed(lambda: encode(picture), effort.rounds)
    yield Figure(what=f"{where}: encoding p50", value=median(encoded), unit="ms")


def _bytes(where: str, picture: Image.Image, limit: int | None) -> Figure:
    return Figure(
        what=f"{where}: bytes of {picture.width} x {picture.height} dots",
        value=len(encode(picture)),
        unit="B",
        floor=peer_bytes(picture),
        limit=limit,
    )
