"""A slip that tries out a printer: all that a ticket has, and plainly no ticket."""

from pathlib import Path

from core.slip import Slip
from core.slip_template import ticket_slip
from i18n import Texts

TRIAL_LABEL = "A000"
# Letters with two marks each show at once whether the paper has real Vietnamese.
LETTERS = "Ắ Ằ Ẳ Ẵ Ặ Ấ Ề Ễ Ệ Ố Ổ Ộ Ớ Ợ Ứ Ữ Ự Ỹ Đ"


def trial_slip(texts: Texts, *, printer: str, site: str, made_at: str, logo: Path | None) -> Slip:
    """The test slip of ``printer``; ``made_at`` is the time as people read it."""
    return ticket_slip(
        office=texts("common.app"),
        section=site,
        number_heading=texts("slip.number_heading"),
        number=TRIAL_LABEL,
        service=texts("slip.service", service=LETTERS),
        facts=[(texts("cli.printer.machine"), printer), (texts("slip.fact.issued"), made_at)],
        qr=f"MC:{TRIAL_LABEL}",
        reprint=texts("slip.test"),
        logo=logo,
    )
