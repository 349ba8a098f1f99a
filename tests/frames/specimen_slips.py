"""The ticket of the trade's own description (domain, section 4), as the kiosk would compose it."""

from pathlib import Path

from core.slip import (
    LogoLine,
    PairLine,
    QrLine,
    Role,
    Size,
    Slip,
    SpaceLine,
    TextLine,
    Weight,
)
from core.slip_template import ticket_slip
from i18n import Language, Texts

LOGO = Path(__file__).parents[2] / "motcua" / "assets" / "logo.png"
CODE = "MC:A007:20230927:7K2M9QWXTRFA"
TRACKING = "HTTPS://MOTCUA.THANHNHAN.VN/7K2M9QWXTRFA"


def specimen(
    language: Language = "vi",
    *,
    label: str = "A007",
    priority: bool = False,
    reprint: bool = False,
    qr: str = CODE,
) -> Slip:
    texts = Texts(language)
    values = {
        "procedure": texts.pick("Đăng ký khai sinh", "Birth registration"),
        "counters": "01, 02",
        "ahead": "4",
        "wait": texts("common.wait.about", low=20),
        "issued": "08:15 27/09/2023",
    }
    return ticket_slip(
        office=texts.pick("UBND PHƯỜNG THANH NHÀN", "THANH NHAN WARD PEOPLE'S COMMITTEE"),
        section=texts.pick("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "RECEPTION AND RESULTS SECTION"),
        number_heading=texts("slip.number_heading"),
        number=label,
        service=texts(
            "slip.service", service=texts.pick("TƯ PHÁP - HỘ TỊCH", "JUSTICE - CIVIL STATUS")
        ),
        facts=[
            (texts("slip.fact.procedure"), values["procedure"]),
            (texts("slip.fact.counters"), values["counters"]),
            (texts("slip.fact.ahead"), values["ahead"]),
            (texts("slip.fact.wait"), values["wait"]),
            (texts("slip.fact.issued"), values["issued"]),
        ],
        qr=qr,
        footer=[texts("slip.footer.watch"), texts("slip.footer.valid")],
        priority=texts("slip.priority") if priority else None,
        reprint=texts("slip.reprint") if reprint else None,
        logo=LOGO,
    )


def reference(*, logo: Path | None = LOGO) -> Slip:
    """The short ticket that sizes in bytes are compared on: logo, office, field, number, code,
    time, people waiting."""
    mark = [LogoLine(path=logo), SpaceLine(height_mm=1.5)] if logo is not None else []
    return Slip(
        lines=(
            *mark,
            _strong("UBND PHƯỜNG THANH NHÀN", Role.OFFICE),
            SpaceLine(height_mm=2.0),
            TextLine(text="A007", size=Size.NUMBER, weight=Weight.BOLD, role=Role.NUMBER),
            SpaceLine(height_mm=2.0),
            _strong("LĨNH VỰC: TƯ PHÁP - HỘ TỊCH", Role.SERVICE),
            QrLine(content=CODE),
            TextLine(text="08:15 27/09/2023", role=Role.TIME),
            PairLine(name="Số người chờ trước", value="4"),
            SpaceLine(height_mm=2.0),
        )
    )


def _strong(text: str, role: Role) -> TextLine:
    return TextLine(text=text, size=Size.HEADING, weight=Weight.BOLD, role=role)
