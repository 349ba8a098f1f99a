"""What happens: the site's clock, numbers, tickets and their feed."""

import sqlalchemy as sa
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from db.schema.site_metadata import metadata

site_clock = Table(
    "site_clock",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("last_ms", BigInteger, nullable=False, server_default="0"),
    Column("day", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("site_id"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

day_counter = Table(
    "day_counter",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("last_no", Integer, nullable=False),
    PrimaryKeyConstraint("site_id", "day", "series"),
    ForeignKeyConstraint(["site_id", "series"], ["series.site_id", "series.series"]),
)

ticket = Table(
    "ticket",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("ticket_id", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("procedure_id", Text),
    Column("priority", Text),
    Column("state", SmallInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("issued_ms", BigInteger, nullable=False),
    Column("called_ms", BigInteger),
    Column("started_ms", BigInteger),
    Column("ended_ms", BigInteger),
    Column("counter_id", Integer),
    Column("for_counter_id", Integer),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("ahead", Integer, nullable=False),
    Column("told_low_min", Integer),
    Column("told_high_min", Integer),
    Column("token", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("print_state", SmallInteger, nullable=False),
    Column("prints", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),
    Column("paper_at", Text),  # who owes, or was asked for, the last slip
    Column("asked_ms", BigInteger),  # when it was asked for
    PrimaryKeyConstraint("site_id", "ticket_id"),
    ForeignKeyConstraint(
        ["site_id", "service_id"],
        ["service.site_id", "service.service_id"],
        name="fk_ticket_service",
    ),
    ForeignKeyConstraint(
        ["site_id", "procedure_id"],
        ["procedure.site_id", "procedure.procedure_id"],
        name="fk_ticket_procedure",
    ),
    ForeignKeyConstraint(
        ["site_id", "priority"],
        ["priority_group.site_id", "priority_group.code"],
        name="fk_ticket_priority_group",
    ),
    # this prevents one number given out twice
    UniqueConstraint("site_id", "day", "series", "number"),
    CheckConstraint("state BETWEEN 0 AND 7", name="state"),
    CheckConstraint("(state IN (1, 2)) = (counter_id IS NOT NULL)", name="at_counter"),
    # The calling order. Literals, not parameters: a bound value loses the partial index.
    Index(
        "ix_ticket_waiting",
        "site_id",
        "due_ms",
        "ticket_id",
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
        postgresql_include=["service_id"],
    ),
    # this prevents two live tickets at one counter
    Index(
        "ix_ticket_at_counter",
        "site_id",
        "counter_id",
        unique=True,
        sqlite_where=sa.text("state IN (1, 2)"),
        postgresql_where=sa.text("state IN (1, 2)"),
    ),
    Index(
        "ix_ticket_held",
        "site_id",
        "ticket_id",
        sqlite_where=sa.text("state = 3"),
        postgresql_where=sa.text("state = 3"),
    ),
    # The slips that each place owes: looked up whenever anything happens in the hall.
    Index(
        "ix_ticket_owed",
        "site_id",
        "paper_at",
        sqlite_where=sa.text("print_state = 1"),
        postgresql_where=sa.text("print_state = 1"),
    ),
)

ticket_event = Table(
    "ticket_event",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("cmd_id", Text),
    Column("ticket_id", Text),
    Column("series", Text),
    Column("number", Integer),
    Column("label", Text),
    Column("service_id", Text),
    Column("counter_id", Integer),
    Column("to_counter_id", Integer),
    Column("officer_id", Text),
    Column("priority", Text),
    Column("due_ms", BigInteger),
    Column("ahead", Integer),
    Column("print_state", SmallInteger),
    Column("reason", Text),
    Column("place", Text),  # who owes the slip that this event asked for
    Column("nth", Integer),  # which call of its ticket this event is
    PrimaryKeyConstraint("site_id", "seq"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
    # this prevents a command that is sent twice from happening twice
    UniqueConstraint("site_id", "cmd_id"),
    Index("ix_ticket_event_ticket", "site_id", "ticket_id"),
)
