"""Sites, services, procedures, counters and officers: what ward IT decides."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from core.clock import DEFAULT_ZONE, MINUTE_MS
from core.fault import FaultCode, Refused
from core.slip_template import SlipTemplate
from core.slip_template_reading import template_data
from db import schema
from db.engine import Engine

SECTION_VI = "Bộ phận tiếp nhận và trả kết quả"
SECTION_EN = "One-stop reception and results section"
# A coat of arms at 203 dpi has some kilobytes; a photograph of a camera does not belong on a slip.
LOGO_BYTES = 512 * 1024


@contextmanager
def changing(engine: Engine, site_id: str) -> "Iterator[Catalogue]":
    """Change one site's catalogue; everything or nothing. Raises ``Unavailable``.

    All programs that watch the site look at it anew.
    """
    try:
        with engine.write.begin() as connection:
            yield Catalogue(engine, connection, site_id)
            site = schema.site
            changed = sa.update(site).where(site.c.site_id == site_id)
            connection.execute(changed.values(changes=site.c.changes + 1))
            engine.wake(connection, site_id)
    except sa.exc.DBAPIError as error:
        raise engine.fault_of(error) or error from error


class Catalogue:
    """Changes to one site's catalogue in one transaction. Putting a row twice changes it."""

    def __init__(self, engine: Engine, connection: sa.Connection, site_id: str) -> None:
        self._engine = engine
        self._connection = connection
        self._site_id = site_id

    def put_site(
        self,
        *,
        kind_vi: str,
        kind_en: str,
        name_vi: str,
        name_en: str,
        office_vi: str,
        office_en: str,
        parent_id: str | None = None,
        zone: str = DEFAULT_ZONE,
        tracking_url: str | None = None,
        position: int = 0,
    ) -> None:
        """The site itself, with its clock at zero when it is new."""
        self._put(
            schema.site,
            parent_id=parent_id,
            kind_vi=kind_vi,
            kind_en=kind_en,
            name_vi=name_vi,
            name_en=name_en,
            office_vi=office_vi,
            office_en=office_en,
            section_vi=SECTION_VI,
            section_en=SECTION_EN,
            zone=zone,
            tracking_url=tracking_url,
            position=position,
        )
        clock = self._engine.insert(schema.site_clock).values(site_id=self._site_id)
        self._connection.execute(clock.on_conflict_do_nothing())

    def change_site(self, **values: Any) -> None:
        """Change what is named of how the site speaks: columns of ``core.hall.Office``."""
        site = schema.site
        change = sa.update(site).where(site.c.site_id == self._site_id).values(**values)
        if not self._connection.execute(change).rowcount:
            raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)

    def put_series(
        self, series: str, *, first_no: int = 1, last_no: int = 999, width: int = 3
    ) -> None:
        """A run of numbers under one prefix; an empty range is refused."""
        if first_no < 0 or first_no > last_no:
            raise Refused(FaultCode.SERIES_EMPTY, series=series, first_no=first_no, last_no=last_no)
        self._put(schema.series, series=series, first_no=first_no, last_no=last_no, width=width)

    def put_service(
        self,
        service_id: str,
        *,
        series: str,
        name_vi: str,
        name_en: str,
        minutes: int,
        position: int,
        active: bool = True,
        is_return: bool = False,
    ) -> None:
        """What citizens come for; ``is_return``: to fetch the results of earlier visits."""
        self._put(
            schema.service,
            service_id=service_id,
            series=series,
            name_vi=name_vi,
            name_en=name_en,
            minutes=minutes,
            position=position,
            active=int(active),
            is_return=int(is_return),
        )

    def put_procedure(
        self,
        procedure_id: str,
        *,
        service_id: str | None,
        name_vi: str,
        name_en: str,
        words: tuple[str, ...] = (),
        minutes: int = 10,
        elsewhere_vi: str | None = None,
        elsewhere_en: str | None = None,
        position: int = 0,
    ) -> None:
        """An errand; with ``service_id`` None it is done elsewhere: ``elsewhere_*`` says where."""
        self._put(
            schema.procedure,
            procedure_id=procedure_id,
            service_id=service_id,
            name_vi=name_vi,
            name_en=name_en,
            words="\n".join(words),
            minutes=minutes,
            elsewhere_vi=elsewhere_vi,
            elsewhere_en=elsewhere_en,
            position=position,
        )

    def put_officer(self, officer_id: str, *, name: str, active: bool = True) -> None:
        self._put(schema.officer, officer_id=officer_id, name=name, active=int(active))

    def put_counter(
        self, counter_id: int, *, name_vi: str, name_en: str, serves: dict[str, int]
    ) -> None:
        """A counter; ``serves`` gives each service's penalty in minutes, 0 for its own."""
        self._put(schema.counter, counter_id=counter_id, name_vi=name_vi, name_en=name_en)
        for service_id, penalty_min in serves.items():
            self._put(
                schema.counter_service,
                counter_id=counter_id,
                service_id=service_id,
                penalty_ms=penalty_min * MINUTE_MS,
            )

    def put_priority(
        self, code: str, *, name_vi: str, name_en: str, head_start_min: int, position: int
    ) -> None:
        self._put(
            schema.priority_group,
            code=code,
            name_vi=name_vi,
            name_en=name_en,
            head_start_ms=head_start_min * MINUTE_MS,
            position=position,
        )

    def put_slip_template(self, template: SlipTemplate | None) -> None:
        """How the site's slips look; None: as shipped."""
        if template is None:
            self._drop(schema.slip_template)
        else:
            told = json.dumps(template_data(template), ensure_ascii=False)
            self._put(schema.slip_template, template=told)

    def put_slip_logo(self, picture: bytes | None) -> None:
        """The picture on the site's slips, as the file is; None: the machine's own, or the shipped.

        Kept here and not as a file name: every kiosk of the site prints the same, and one that is
        exchanged needs no copying. Raises ``Refused(LOGO_TOO_LARGE)``.
        """
        if picture is None:
            self._drop(schema.slip_logo)
            return
        if len(picture) > LOGO_BYTES:
            raise Refused(
                FaultCode.LOGO_TOO_LARGE, kb=len(picture) // 1024, most=LOGO_BYTES // 1024
            )
        digest = hashlib.sha256(picture).hexdigest()
        self._put(schema.slip_logo, digest=digest, picture=picture)

    def _drop(self, table: sa.Table) -> None:
        self._connection.execute(sa.delete(table).where(table.c.site_id == self._site_id))

    def _put(self, table: sa.Table, **values: Any) -> None:
        """Insert the row, or change the one with the same key."""
        row = {"site_id": self._site_id} | values
        keys = [column.name for column in table.primary_key]
        rest = {name: value for name, value in row.items() if name not in keys}
        statement = self._engine.insert(table).values(row)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=keys, set_=rest or {keys[0]: row[keys[0]]}
            )
        )
