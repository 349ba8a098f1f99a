"""The ticket as a slip of paper: facts of the ticket and the hall, in the words of ``i18n``."""

from pathlib import Path

from core.clock import local_time
from core.hall import Hall
from core.slip import Slip, ticket_slip
from core.ticket import Ticket
from i18n import Texts
from kiosk.take_ticket import code_of


class TicketPaper:
    """Composes slips in one language; ``logo`` is the picture above the office's name."""

    def __init__(self, texts: Texts, *, logo: Path | None = None) -> None:
        self._texts = texts
        self._logo = logo

    def __call__(self, ticket: Ticket, hall: Hall, again: bool = False) -> Slip:
        """``again``: a slip with this number may be out already."""
        texts, office = self._texts, hall.office
        footer = [texts("slip.footer.watch"), texts("slip.footer.valid")]
        if office.tracking_url is not None:
            footer.insert(0, texts("slip.footer.track"))
        return ticket_slip(
            office=texts.pick(office.name_vi, office.name_en).upper(),
            section=texts.pick(office.section_vi, office.section_en).upper(),
            number_heading=texts("slip.number_heading"),
            number=ticket.label,
            service=texts("slip.service", service=self._service_name(ticket, hall)).upper(),
            facts=self._facts(ticket, hall),
            qr=code_of(ticket, office),
            footer=footer,
            priority=None if ticket.priority is None else texts("slip.priority"),
            reprint=texts("slip.reprint") if again or ticket.prints > 0 else None,
            logo=self._logo,
        )

    def _service_name(self, ticket: Ticket, hall: Hall) -> str:
        line = hall.service(ticket.service_id)
        if line is None:
            return ticket.service_id
        return self._texts.pick(line.name_vi, line.name_en)

    def _facts(self, ticket: Ticket, hall: Hall) -> list[tuple[str, str]]:
        texts = self._texts
        line = hall.service(ticket.service_id)
        facts = []
        if line is not None and line.counters:
            counters = ", ".join(f"{counter:02d}" for counter in line.counters)
            facts.append((texts("slip.fact.counters"), counters))
        facts.append((texts("slip.fact.ahead"), str(ticket.ahead)))
        if ticket.told is not None:
            facts.append((texts("slip.fact.wait"), texts.wait(ticket.told)))
        issued = local_time(ticket.issued_ms, hall.office.zone)
        facts.append((texts("slip.fact.issued"), issued.strftime(texts("common.date_time"))))
        return facts
