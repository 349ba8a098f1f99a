"""A slip's bytes at every level, the time they take on every line, and the time to make them.

Beside them stand python-escpos ``image()`` of the same picture, and the smallest job that still is
a ticket: everything that never changes is stored in the printer, the rest is its own letters.
"""

from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

import motcua
from benchmarks.figures import Effort, Figure, Report, median, timed
from core.clock import DEFAULT_ZONE
from core.slip import (
    Align,
    LogoLine,
    PairLine,
    QrLine,
    Role,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
)
from core.slip_template import ticket_slip
from core.ticket import paper_code
from hardware.frames import escpos_commands as commands
from hardware.frames.escpos import encode, encode_picture
from hardware.frames.slip_canvas import draw_slip, paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import (
    Alphabet,
    Capabilities,
    CodePage,
    Confirmation,
    Cutter,
    Level,
)
from i18n import Texts

LOGO = Path(motcua.__file__).parent / "assets" / "logo.png"
LABEL = "A007"
_ISSUED = datetime(2023, 9, 27, 8, 15, tzinfo=ZoneInfo(DEFAULT_ZONE))
MOMENT = _ISSUED.strftime("%H:%M %d/%m/%Y")
DRAWING_MS, ENCODING_MS = 30.0, 15.0
MS_PER_S = 1000.0
# What a line takes in a second. Serial: start, eight bits and stop make ten.
LINES: Mapping[str, float] = {
    "9600 baud": 960.0,
    "19200 baud": 1_920.0,
    "115200 baud": 11_520.0,
    "60 kB/s USB": 60_000.0,
    "100 Mbit/s LAN": 12_500_000.0,
}
TCVN3 = CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way of sending the same slip; the most bytes on 80 mm and on 58 mm paper, if any."""

    name: str
    can: Capabilities
    most_80: int | None = None
    most_58: int | None = None


_MIXED = Capabilities(level=Level.MIXED, native_qr=True)
_TEXT = Capabilities(level=Level.TEXT, native_qr=True, code_page=TCVN3)
KINDS = (
    Kind(name="raster", can=Capabilities(), most_80=27_500, most_58=14_600),
    Kind(name="raster, doubled", can=Capabilities(double_raster=True)),
    Kind(name="mixed", can=_MIXED, most_80=14_000, most_58=7_900),
    Kind(
        name="mixed, logo stored",
        can=replace(_MIXED, nv_graphics=True, logo_in_printer=True),
        most_80=10_800,
        most_58=6_100,
    ),
    Kind(
        name="text, logo stored",
        can=replace(_TEXT, nv_graphics=True, logo_in_printer=True),
        most_80=300,
        most_58=300,
    ),
)


def measure(effort: Effort) -> Report:
    fonts = SlipFonts()
    figures = [*_sizes(80, 576, fonts), *_sizes(58, 384, fonts)]
    figures += [*_speeds(80, 576, fonts, effort), *_speeds(58, 384, fonts, effort)]
    figures += [*_lines(80, 576, fonts), *_lines(58, 384, fonts)]
    return Report(
        name="slips",
        title="one ticket with a logo, from data to paper",
        figures=tuple(figures),
        notes=(
            "slip: logo, office, number, field, QR, time, people waiting, cut, proof.",
            "ticket: the whole one of the kiosk, with section, five facts and two sentences.",
            "floor of pictures: python-escpos image() of the same picture, in one piece.",
            f"floor of text: the smallest possible job, {len(smallest_job())} B.",
            "times on a line are computed from bytes (serial: 10 bits each); the head's own "
            "speed comes on top.",
        ),
    )


def short_slip() -> Slip:
    """The slip that sizes are compared on (logo, office, number, field, QR, time, waiting)."""
    lines: tuple[SlipLine, ...] = (
        LogoLine(path=LOGO),
        SpaceLine(height_mm=1.5),
        _strong("UBND PHƯỜNG THANH NHÀN", Role.OFFICE),
        SpaceLine(height_mm=2.0),
        TextLine(text=LABEL, size=Size.NUMBER, weight=Weight.BOLD, role=Role.NUMBER),
        SpaceLine(height_mm=2.0),
        _strong("LĨNH VỰC: TƯ PHÁP - HỘ TỊCH", Role.SERVICE),
        QrLine(content=_code()),
        TextLine(text=MOMENT, role=Role.TIME),
        PairLine(name=Texts("vi")("slip.fact.ahead"), value="4"),
        SpaceLine(height_mm=2.0),
    )
    return Slip(lines=lines)


def _strong(text: str, role: Role) -> TextLine:
    return TextLine(text=text, size=Size.HEADING, weight=Weight.BOLD, role=role)


def _code() -> str:
    return paper_code(LABEL, 20230927, "7K2M9QWXTRFA")


def sample_slip(*, priority: bool = False) -> Slip:
    """A007 of the ward, as the kiosk composes it."""
    texts = Texts("vi")
    return ticket_slip(
        logo=LOGO,
        office="UBND PHƯỜNG THANH NHÀN",
        section="BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        number_heading=texts("slip.number_heading"),
        number=LABEL,
        service=texts("slip.service", service="TƯ PHÁP - HỘ TỊCH"),
        priority=texts("slip.priority") if priority else None,
        facts=(
            (texts("slip.fact.procedure"), "Đăng ký khai sinh"),
            (texts("slip.fact.counters"), "01, 02"),
            (texts("slip.fact.ahead"), "4"),
            (texts("slip.fact.wait"), "khoảng 20 phút"),
            (texts("slip.fact.issued"), MOMENT),
        ),
        qr=_code(),
        footer=(texts("slip.footer.watch"), texts("slip.footer.valid")),
    )


def smallest_job() -> bytes:
    """A ticket with all that never changes stored as one picture, and everything by default."""
    content = _code().encode()
    # The code's defaults do: model, module and correction are not said.
    store, show = commands.qr_code(content, 3).split(b"\x1d(k")[-2:]
    return b"".join(
        (
            commands.RESET,
            commands.align(Align.CENTRE),
            commands.stored_picture(b"MC"),
            commands.letter_size(8, 8) + LABEL.encode() + commands.LINE,
            commands.letter_size(1, 1),
            *(b"\x1d(k" + part for part in (store, show)),
            MOMENT.encode() + commands.LINE,
            b"4" + commands.LINE,
            commands.cut(Cutter.PARTIAL),
            commands.confirm_request(Capabilities(confirmation=Confirmation.GS_R)),
        )
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


def _floor(kind: Kind, slip: Slip, can: Capabilities, fonts: SlipFonts) -> int:
    if kind.can.level is Level.TEXT:
        return len(smallest_job())
    return peer_bytes(draw_slip(slip, paper_for(can), fonts))


def _sizes(paper_mm: int, dots: int, fonts: SlipFonts) -> Iterator[Figure]:
    for what, slip in (("slip", short_slip()), ("ticket", sample_slip())):
        for kind in KINDS:
            can = replace(kind.can, width_dots=dots)
            most = kind.most_80 if paper_mm == 80 else kind.most_58
            # The targets are those of the slip; on wide paper the whole ticket keeps one of them.
            pictured = paper_mm == 80 and kind.can.level is Level.RASTER
            bound = most if what == "slip" or pictured else None
            yield Figure(
                what=f"{paper_mm} mm {what}, {kind.name}: bytes",
                value=len(encode(slip, can, fonts=fonts)),
                unit="B",
                floor=_floor(kind, slip, can, fonts),
                limit=bound,
            )


def _speeds(paper_mm: int, dots: int, fonts: SlipFonts, effort: Effort) -> Iterator[Figure]:
    """Making the whole ticket, the longer of the two."""
    slip, plain = sample_slip(), Capabilities(width_dots=dots)
    paper = paper_for(plain)
    picture = draw_slip(slip, paper, fonts)
    drawn = timed(lambda: draw_slip(slip, paper, fonts), effort.rounds)
    where = f"{paper_mm} mm ticket"
    yield Figure(what=f"{where}: drawing p50", value=median(drawn), unit="ms", limit=DRAWING_MS)
    encoded = timed(lambda: encode_picture(picture, plain), effort.rounds)
    yield Figure(what=f"{where}: encoding p50", value=median(encoded), unit="ms", limit=ENCODING_MS)
    for kind in KINDS:
        can = replace(kind.can, width_dots=dots)
        whole = timed(partial(encode, slip, can, fonts=fonts), effort.rounds)
        yield Figure(
            what=f"{where}, {kind.name}: drawing and encoding p50",
            value=median(whole),
            unit="ms",
            limit=DRAWING_MS + ENCODING_MS,
        )


def _lines(paper_mm: int, dots: int, fonts: SlipFonts) -> Iterator[Figure]:
    """Milliseconds on each line, of the slip."""
    slip = short_slip()
    for kind in KINDS:
        can = replace(kind.can, width_dots=dots)
        size, floor = len(encode(slip, can, fonts=fonts)), _floor(kind, slip, can, fonts)
        for line, rate in LINES.items():
            yield Figure(
                what=f"{paper_mm} mm slip, {kind.name}: {line}",
                value=size / rate * MS_PER_S,
                unit="ms",
                floor=floor / rate * MS_PER_S,
            )
