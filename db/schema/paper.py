"""Printers and slips: how the devices are, and what the site's slip looks like."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from db.schema.site_metadata import metadata

# The devices of every program, as it told last: outside the feed, since nothing depends on it.
device_state = Table(
    "device_state",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("place", Text, nullable=False),  # the program's name: "K1"
    Column("name", Text, nullable=False),  # the device's name in that machine's config.toml
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("fault", Text),
    Column("warning", SmallInteger, nullable=False, server_default="0"),
    Column("since_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    # Counts up with every change: who watches the site looks at their sum.
    Column("changes", BigInteger, nullable=False, server_default="1"),
    Column("answered_ms", BigInteger),  # when it last gave an answer itself, if it can
    PrimaryKeyConstraint("site_id", "place", "name"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

# Who stands for a place: one program at a time answers for the slips that the place owes.
place_holder = Table(
    "place_holder",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("holder", Text, nullable=False),  # one installation: the same after a restart
    Column("since_ms", BigInteger, nullable=False),  # slips asked for before were another's
    Column("seen_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("site_id", "place"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

# How the site's slip looks; no row: as shipped.
slip_template = Table(
    "slip_template",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("template", Text, nullable=False),  # JSON of ``core.slip_template``
    PrimaryKeyConstraint("site_id"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)

# The picture on the site's slips, in a table of its own: a template is read for every slip.
slip_logo = Table(
    "slip_logo",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("digest", Text, nullable=False),  # SHA-256, under which machines keep a copy
    Column("picture", LargeBinary, nullable=False),
    PrimaryKeyConstraint("site_id"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)
