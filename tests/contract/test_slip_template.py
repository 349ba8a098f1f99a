"""How a site's slips look, kept in the database and used by the kiosk, on both engines."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from core.fault import FaultCode
from core.slip import LogoLine, PairLine, Size, Slip, TextLine
from core.slip_template import DEFAULT_TEMPLATE, Part, SiteSlip, SlipTemplate, TemplateLine
from core.slip_template_reading import TemplateProblems
from core.ticket import Ticket
from db import schema
from db.catalogue import LOGO_BYTES, changing
from i18n import Language, Texts
from kiosk.ticket_paper import TicketPaper
from tests.queue_world import OTHER_SITE, SITE, World, act, refuses

PLAIN = SlipTemplate(
    lines=(
        TemplateLine(part=Part.LOGO, width_mm=20.0),
        TemplateLine(part=Part.NUMBER, size=Size.NUMBER),
        TemplateLine(part=Part.PROCEDURE),
        TemplateLine(part=Part.FOOTER, vi=("Xin cảm ơn Ông/Bà.",), en=("Thank you.",)),
    )
)


def put(world: World, template: SlipTemplate | None, site_id: str = SITE) -> None:
    with changing(world.engine, site_id) as catalogue:
        catalogue.put_slip_template(template)


def logo(colour: str = "black") -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 40), colour).save(kept, "PNG")
    return kept.getvalue()


def put_logo(world: World, picture: bytes | None) -> None:
    with changing(world.engine, SITE) as catalogue:
        catalogue.put_slip_logo(picture)


def slip_of(world: World, folder: Path, language: Language = "vi", own: Path | None = None) -> Slip:
    ticket_id = act(world.queue.issue, "A", procedure_id="sao-y").ticket_id or ""
    ticket: Ticket = world.reader.ticket(ticket_id)
    paper = TicketPaper(Texts(language), reader=world.reader, logo=own, pictures=folder)
    return paper(ticket, world.reader.hall())


def test_a_site_that_never_said_otherwise_has_the_shipped_slip(world: World) -> None:
    assert world.reader.slip() == SiteSlip(template=DEFAULT_TEMPLATE, logo=None)
    assert world.reader.slip_logo() is None


def test_a_template_is_kept_changed_and_taken_back_for_its_site_only(world: World) -> None:
    put(world, PLAIN)
    assert world.reader.slip().template == PLAIN
    changed = SlipTemplate(lines=PLAIN.lines[1:])
    put(world, changed)
    assert world.program().reader.slip().template == changed
    assert world.program(OTHER_SITE).reader.slip().template == DEFAULT_TEMPLATE
    put(world, None)
    assert world.reader.slip().template == DEFAULT_TEMPLATE


def test_a_logo_is_kept_as_it_is_and_known_by_its_digest(world: World) -> None:
    picture = logo()
    put_logo(world, picture)
    assert world.reader.slip_logo() == picture
    assert world.reader.slip().logo == hashlib.sha256(picture).hexdigest()
    put_logo(world, None)
    assert (world.reader.slip().logo, world.reader.slip_logo()) == (None, None)


def test_a_photograph_is_no_logo(world: World) -> None:
    with refuses(FaultCode.LOGO_TOO_LARGE, kb=513, most=512):
        put_logo(world, b"x" * (LOGO_BYTES + 1024))
    assert world.reader.slip().logo is None


@pytest.mark.parametrize(
    ("language", "procedure", "footer"),
    [
        ("vi", "Chứng thực bản sao từ bản chính", "Xin cảm ơn Ông/Bà."),
        ("en", "Certified copy of an original", "Thank you."),
    ],
)
def test_the_kiosk_prints_what_the_site_wants(
    world: World, tmp_path: Path, language: Language, procedure: str, footer: str
) -> None:
    put(world, PLAIN)
    slip = slip_of(world, tmp_path, language)
    told = [line.text for line in slip.lines if isinstance(line, TextLine)]
    assert told == ["A001", footer]
    assert [line.value for line in slip.lines if isinstance(line, PairLine)] == [procedure]


def test_the_sites_logo_is_copied_to_the_machine_once_and_goes_before_its_own(
    world: World, tmp_path: Path
) -> None:
    own = tmp_path / "own.png"
    assert [
        line.path for line in slip_of(world, tmp_path, own=own).lines if isinstance(line, LogoLine)
    ] == [own]
    put_logo(world, logo("black"))
    [first] = [
        line for line in slip_of(world, tmp_path, own=own).lines if isinstance(line, LogoLine)
    ]
    assert first.path.read_bytes() == logo("black")
    first.path.write_bytes(b"kept")
    [again] = [line for line in slip_of(world, tmp_path).lines if isinstance(line, LogoLine)]
    assert again.path.read_bytes() == b"kept"
    put_logo(world, logo("red"))
    [other] = [line for line in slip_of(world, tmp_path).lines if isinstance(line, LogoLine)]
    assert other.path.read_bytes() == logo("red")


@pytest.mark.complains("template cannot be used")
@pytest.mark.parametrize("spoilt", ["{", "{}", '{"line": [{"part": "barcode"}]}'])
def test_a_template_spoilt_by_hand_does_not_cost_the_paper(
    world: World, tmp_path: Path, spoilt: str
) -> None:
    put(world, PLAIN)
    with world.engine.write.begin() as connection:
        connection.execute(sa.update(schema.slip_template).values(template=spoilt))
    with pytest.raises((TemplateProblems, ValueError)):
        world.reader.slip()
    told = [line.text for line in slip_of(world, tmp_path).lines if isinstance(line, TextLine)]
    assert "UBND PHƯỜNG THANH NHÀN" in told
