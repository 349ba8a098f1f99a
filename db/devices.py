"""How the devices of a program are, told to everyone: upserts outside the feed and its lock.

A program notes each change at once, and every ``HEARTBEAT_S`` how its devices still are; what was
told longer than ``ALIVE_MS`` ago says nothing about now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from core.clock import Clock
from core.fault import FaultCode
from core.hall import DeviceLine
from db import schema
from db.engine import Engine

PRINTER = "printer"
DISPLAY = "display"
SPEAKER = "speaker"
HEARTBEAT_S = 20
ALIVE_MS = 60_000


class DeviceBook:
    """What one program (``place``) tells of its devices. All methods may raise ``Unavailable``."""

    def __init__(self, engine: Engine, site_id: str, place: str, clock: Clock) -> None:
        self._engine = engine
        self._site_id = site_id
        self._place = place
        self._clock = clock

    def note(
        self,
        name: str,
        *,
        kind: str = PRINTER,
        state: str,
        fault: FaultCode | None = None,
        warning: bool = False,
        answered_ms: int | None = None,
    ) -> None:
        """Tell how a device is, at each change and as a heartbeat; only a change wakes others.

        ``answered_ms``: when it last gave an answer itself, in UTC milliseconds.
        """
        device, now_ms = schema.device_state, self._clock.now_ms()
        row = {
            "kind": kind,
            "state": state,
            "fault": None if fault is None else fault.value,
            "warning": int(warning),
        }
        with self._writing() as connection:
            query = sa.select(device).where(self._own(), device.c.name == name).with_for_update()
            before = connection.execute(query).first()
            if before is not None and _says(before, row, now_ms):
                same = self._own() & (device.c.name == name)
                alive = {"seen_ms": now_ms, "answered_ms": answered_ms}
                connection.execute(sa.update(device).where(same).values(alive))
                return
            row |= {"since_ms": now_ms, "seen_ms": now_ms, "answered_ms": answered_ms}
            self._put(connection, name, row)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget devices of this place that its configuration does not name any more."""
        device = schema.device_state
        with self._writing() as connection:
            gone = self._own() & device.c.name.not_in(list(names))
            if connection.execute(sa.delete(device).where(gone)).rowcount:
                self._engine.wake(connection, self._site_id)

    def leave(self) -> None:
        """The program ends: from now on nobody knows how its devices are."""
        device = schema.device_state
        with self._writing() as connection:
            unknown = {"seen_ms": 0, "changes": device.c.changes + 1}
            connection.execute(sa.update(device).where(self._own()).values(unknown))
            self._engine.wake(connection, self._site_id)

    def _put(self, connection: sa.Connection, name: str, row: dict[str, Any]) -> None:
        device = schema.device_state
        key = {"site_id": self._site_id, "place": self._place, "name": name}
        # A new row begins high, so that the site's sum is one that it never was before.
        upsert = (
            self._engine.insert(device)
            .values(key | row | {"changes": row["since_ms"]})
            .on_conflict_do_update(
                index_elements=list(key), set_=row | {"changes": device.c.changes + 1}
            )
        )
        connection.execute(upsert)
        self._engine.wake(connection, self._site_id)

    def _own(self) -> sa.ColumnElement[bool]:
        device = schema.device_state.c
        return (device.site_id == self._site_id) & (device.place == self._place)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """One short transaction; the driver's errors come out as typed faults."""
        try:
            with self._engine.write.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise self._engine.fault_of(error) or error from error


def _says(before: Any, row: Mapping[str, Any], now_ms: int) -> bool:
    """Whether everyone knows this of the device already."""
    told = before._asdict()
    alive = now_ms - told["seen_ms"] <= ALIVE_MS
    return alive and all(told[column] == value for column, value in row.items())


def device_lines(rows: Sequence[Any], now_ms: int) -> tuple[DeviceLine, ...]:
    """Rows of ``device_state`` as they read at ``now_ms``."""
    return tuple(
        DeviceLine(
            place=row.place,
            name=row.name,
            kind=row.kind,
            state=row.state,
            fault=None if row.fault is None else FaultCode(row.fault),
            warning=bool(row.warning),
            since_ms=row.since_ms,
            seen_ms=row.seen_ms,
            alive=now_ms - row.seen_ms <= ALIVE_MS,
            answered_ms=row.answered_ms,
        )
        for row in rows
    )


def changes_of(site_id: Any) -> sa.ScalarSelect[Any]:
    """A number that is another one whenever anything about the site's devices has changed."""
    device = schema.device_state.c
    changes = sa.func.coalesce(sa.func.sum(device.changes), sa.literal_column("0"))
    return sa.select(changes).where(device.site_id == site_id).scalar_subquery()
