"""The ticket as a slip of paper: facts of the ticket and the hall, in the words of ``i18n``."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from core.clock import local_time
from core.fault import Fault
from core.hall import Hall, ProcedureLine
from core.slip import Slip
from core.slip_template import Part, SiteSlip, SlipFacts, compose
from core.slip_template_reading import TemplateProblems
from core.ticket import Ticket, paper_code
from i18n import Texts
from kiosk.take_ticket import code_of

log = logging.getLogger("motcua.kiosk")


class SlipReader(Protocol):
    """What the site says of its slips; called on the database thread."""

    def slip(self) -> SiteSlip: ...

    def slip_logo(self) -> bytes | None: ...

    def procedure(self, procedure_id: str) -> ProcedureLine | None: ...


def pictures_folder(data_folder: Path) -> Path:
    """Where a machine keeps copies of the site's pictures."""
    return data_folder / "pictures"


class TicketPaper:
    """Composes slips in one language.

    ``reader`` knows how the site's slips look; without one they look as shipped. ``logo`` is this
    machine's picture, for a site that has none of its own; copies of those lie in ``pictures``.
    A template or a picture that cannot be used never keeps a number from its paper.
    """

    def __init__(
        self,
        texts: Texts,
        *,
        reader: SlipReader | None = None,
        logo: Path | None = None,
        pictures: Path | None = None,
    ) -> None:
        self._texts = texts
        self._reader = reader
        self._logo = logo
        self._pictures = pictures

    def __call__(self, ticket: Ticket, hall: Hall) -> Slip:
        texts, office = self._texts, hall.office
        site = self._site_slip()
        track = texts("slip.footer.track") if office.tracking_url is not None else None
        facts = SlipFacts(
            office=texts.pick(office.name_vi, office.name_en).upper(),
            section=texts.pick(office.section_vi, office.section_en).upper(),
            heading=texts("slip.number_heading"),
            number=ticket.label,
            service=texts("slip.service", service=self._service_name(ticket, hall)).upper(),
            pairs=dict(self._pairs(ticket, hall)),
            priority=None if ticket.priority is None else texts("slip.priority"),
            reprint=texts("slip.reprint") if ticket.marked else None,
            codes=_codes(ticket, hall),
            track=track,
            footer=(texts("slip.footer.watch"), texts("slip.footer.valid")),
            logo=self._site_logo(site),
            english=texts.language == "en",
        )
        return compose(site.template, facts)

    # What the site says ---------------------------------------------------------------------------

    def _site_slip(self) -> SiteSlip:
        if self._reader is None:
            return SiteSlip()
        try:
            return self._reader.slip()
        except (Fault, TemplateProblems, json.JSONDecodeError) as error:
            log.error("the site's template cannot be used, slips look as shipped: %r", error)
            return SiteSlip()

    def _site_logo(self, site: SiteSlip) -> Path | None:
        """The site's own picture as a file, copied once; else this machine's."""
        if self._reader is None or self._pictures is None or site.logo is None:
            return self._logo
        copy = self._pictures / f"{site.logo}.logo"
        try:
            if not copy.exists():
                picture = self._reader.slip_logo()
                if picture is None:
                    return self._logo
                self._pictures.mkdir(parents=True, exist_ok=True)
                half = copy.with_suffix(".part")
                half.write_bytes(picture)
                half.replace(copy)
        except (Fault, OSError) as error:
            log.error("the site's logo cannot be copied: %s", error)
            return self._logo
        return copy

    # What the ticket says -------------------------------------------------------------------------

    def _service_name(self, ticket: Ticket, hall: Hall) -> str:
        line = hall.service(ticket.service_id)
        if line is None:
            return ticket.service_id
        return self._texts.pick(line.name_vi, line.name_en)

    def _pairs(self, ticket: Ticket, hall: Hall) -> Iterator[tuple[Part, tuple[str, str]]]:
        texts = self._texts
        line = hall.service(ticket.service_id)
        procedure = self._procedure(ticket)
        if procedure is not None:
            yield Part.PROCEDURE, (texts("slip.fact.procedure"), procedure)
        if line is not None and line.counters:
            counters = ", ".join(f"{counter:02d}" for counter in line.counters)
            yield Part.COUNTERS, (texts("slip.fact.counters"), counters)
        yield Part.AHEAD, (texts("slip.fact.ahead"), str(ticket.ahead))
        if ticket.told is not None:
            yield Part.WAIT, (texts("slip.fact.wait"), texts.wait(ticket.told))
        issued = local_time(ticket.issued_ms, hall.office.zone)
        yield Part.ISSUED, (texts("slip.fact.issued"), issued.strftime(texts("common.date_time")))

    def _procedure(self, ticket: Ticket) -> str | None:
        if ticket.procedure_id is None or self._reader is None:
            return None
        try:
            procedure = self._reader.procedure(ticket.procedure_id)
        except Fault as fault:
            log.warning("the errand of %s is not on its slip: %s", ticket.label, fault)
            return None
        return None if procedure is None else self._texts.pick(procedure.name_vi, procedure.name_en)


def _codes(ticket: Ticket, hall: Hall) -> dict[str, str]:
    """What a QR code's pattern may name (``core.slip_template.CODES``)."""
    return {
        "code": code_of(ticket, hall.office),
        "paper": paper_code(ticket.label, ticket.day, ticket.token),
        "label": ticket.label,
        "token": ticket.token,
        "day": str(ticket.day),
    }
