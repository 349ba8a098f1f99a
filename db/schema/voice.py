"""What people order of the hall's voice."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, PrimaryKeyConstraint, Table, Text

from db.schema.site_metadata import metadata

# Outside the feed: nothing of the queue depends on it. The newest order is never deleted, so that
# numbers only go up.
voice_order = Table(
    "voice_order",
    metadata,
    Column("site_id", Text, nullable=False),
    Column("order_no", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),  # of ``db.voice_orders``
    Column("text_vi", Text, nullable=False, server_default=""),  # for "say"
    Column("text_en", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("site_id", "order_no"),
    ForeignKeyConstraint(["site_id"], ["site.site_id"]),
)
