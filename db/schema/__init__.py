"""The tables. ``site_id`` leads every key; times are UTC milliseconds; days ``YYYYMMDD``."""

from db.schema.catalogue import (
    counter,
    counter_service,
    officer,
    priority_group,
    procedure,
    series,
    service,
    site,
)
from db.schema.paper import device_state, place_holder, slip_logo, slip_template
from db.schema.queue import day_counter, site_clock, ticket, ticket_event
from db.schema.site_metadata import metadata
from db.schema.voice import voice_order

__all__ = [
    "REVISION",
    "counter",
    "counter_service",
    "day_counter",
    "device_state",
    "metadata",
    "officer",
    "place_holder",
    "priority_group",
    "procedure",
    "series",
    "service",
    "site",
    "site_clock",
    "slip_logo",
    "slip_template",
    "ticket",
    "ticket_event",
    "voice_order",
]

# The newest migration; a database at another revision is refused with a clear fault.
REVISION = "0003"
