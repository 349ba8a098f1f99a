"""Who we are: sites, series, services, procedures, officers, counters, priority groups."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from db.schema.site_metadata import metadata

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
    Column("noun", Text, nullable=False, server_default="quay"),  # of core.wording, as "reading"
    Column("reading", Text, nullable=False, server_default="north"),
    Column("last_call_at", Integer, nullable=False, server_default="3"),
    Column("notice_vi", Text, nullable=False, server_default=""),
    Column("notice_en", Text, nullable=False, server_default=""),
    # Counts up with every change of the catalogue: who watches the site looks at it.
    Column("changes", BigInteger, nullable=False, server_default="0"),
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
    Column("is_return", SmallInteger, nullable=False, server_default="0"),  # hands out results
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
    Column("pause", Text),  # why an open counter calls nobody, and since when
    Column("paused_ms", BigInteger),
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
