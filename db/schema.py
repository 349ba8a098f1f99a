"""The tables. ``site_id`` leads every key; times are UTC milliseconds; days ``YYYYMMDD``.

Constraint names follow one convention, so that migrations can name what they change.
"""

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

# The newest migration; a database at another revision is refused with a clear fault.
REVISION = "0001"

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# Who we are --------------------------------------------------------------------------------------

site = Table(
    "site",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("parent_id", Text),  # a tree of any depth; districts came and went
    Column("kind_vi", Text, nullable=False),  # free label: "Phường", "Quận", "Chi nhánh"
    Column("kind_en", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("office_vi", Text, nullable=False),  # as it stands on paper: "UBND phường Thanh Nhàn"
    Column("office_en", Text, nullable=False),
    Column("section_vi", Text, nullable=False),  # "Bộ phận tiếp nhận và trả kết quả"
    Column("section_en", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("tracking_url", Text),
    Column("valid_from", Integer),
    Column("valid_to", Integer),
    Column("position", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("site_id"),
    ForeignKeyConstraint(["parent_id"], ["site.site_id"]),
)

series = Table(
    "series",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("series", Text, nullable=False),  # the prefix on the ticket: "A"
    Column("first_no", Integer, nullable=False, server_default="1"),
    Column("last_no", Integer, nullable=False, server_default="999"),
    Column("width", SmallInteger, nullable=False, server_default="3"),
    PrimaryKeyConstraint("site_id", "series"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
    CheckConstraint("first_no >= 0 AND first_no <= last_no", name="range"),
)

service = Table(
    "service",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("minutes", Integer, nullable=False, server_default="10"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("active", SmallInteger, nullable=False, server_default="1"),
    PrimaryKeyConstraint("site_id", "service_id"),
    ForeignKeyConstraint(["site_id", "series"], ["series.site_id", "series.series"]),
)

procedure = Table(
    "procedure",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("procedure_id", Text, nullable=False),
    Column("service_id", Text),  # NULL: not done here, see elsewhere_*
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),  # everyday words, one a line
    Column("minutes", Integer, nullable=False, server_default="10"),
    Column("elsewhere_vi", Text),
    Column("elsewhere_en", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("site_id", "procedure_id"),
    ForeignKeyConstraint(["site_id", "service_id"], ["service.site_id", "service.service_id"]),
    CheckConstraint("(service_id IS NULL) = (elsewhere_vi IS NOT NULL)", name="somewhere"),
)

officer = Table(
    "officer",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("active", SmallInteger, nullable=False, server_default="1"),
    PrimaryKeyConstraint("site_id", "officer_id"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

counter = Table(
    "counter",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("counter_id", Integer, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("officer_id", Text),
    Column("opened_ms", BigInteger),
    PrimaryKeyConstraint("site_id", "counter_id"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"], name="fk_counter_site"),
    ForeignKeyConstraint(
        ["site_id", "officer_id"],
        ["officer.site_id", "officer.officer_id"],
        name="fk_counter_officer",
    ),
    # this prevents one officer at two counters
    UniqueConstraint("site_id", "officer_id"),
    CheckConstraint("(officer_id IS NULL) = (opened_ms IS NULL)", name="opened_by_someone"),
)

counter_service = Table(
    "counter_service",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("counter_id", Integer, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("penalty_ms", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("site_id", "counter_id", "service_id"),
    ForeignKeyConstraint(["site_id", "counter_id"], ["counter.site_id", "counter.counter_id"]),
    ForeignKeyConstraint(["site_id", "service_id"], ["service.site_id", "service.service_id"]),
)

priority_group = Table(
    "priority_group",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("head_start_ms", BigInteger, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("site_id", "code"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

# What happens ------------------------------------------------------------------------------------

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
    PrimaryKeyConstraint("site_id", "seq"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
    # this prevents a command that is sent twice from happening twice
    UniqueConstraint("site_id", "cmd_id"),
    Index("ix_ticket_event_ticket", "site_id", "ticket_id"),
)
