"""How a site speaks, its notice of the day, the pauses of counters, the count of a ticket's calls,
and what people order of the hall's voice.

Taken back, a feed with pauses in it is beyond the older program.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Literals of core.ticket as they were when this was written.
_CALLS = "2, 3, 4"


def upgrade() -> None:
    for name, default in (("noun", "quay"), ("reading", "north")):
        op.add_column("site", sa.Column(name, sa.Text(), server_default=default, nullable=False))
    op.add_column(
        "site", sa.Column("last_call_at", sa.Integer(), server_default="3", nullable=False)
    )
    for name in ("notice_vi", "notice_en"):
        op.add_column("site", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("site", sa.Column("changes", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "service", sa.Column("is_return", sa.SmallInteger(), server_default="0", nullable=False)
    )
    op.add_column("counter", sa.Column("pause", sa.Text(), nullable=True))
    op.add_column("counter", sa.Column("paused_ms", sa.BigInteger(), nullable=True))
    op.add_column("ticket_event", sa.Column("nth", sa.Integer(), nullable=True))
    op.add_column("device_state", sa.Column("answered_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "voice_order",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("order_no", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text_vi", sa.Text(), server_default="", nullable=False),
        sa.Column("text_en", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("site_id", "order_no", name="pk_voice_order"),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name="fk_voice_order_site"),
    )
    _fill()


def _fill() -> None:
    """The lane of results as it was shipped, and which call each one in the feed was."""
    op.execute("UPDATE service SET is_return = 1 WHERE service_id = 'T' AND series = 'T'")
    op.execute(
        f"""
        UPDATE ticket_event SET nth = (
            SELECT count(*) FROM ticket_event AS earlier
            WHERE earlier.site_id = ticket_event.site_id
              AND earlier.ticket_id = ticket_event.ticket_id
              AND earlier.seq <= ticket_event.seq
              AND earlier.kind IN ({_CALLS}))
        WHERE kind IN ({_CALLS})
        """
    )


def downgrade() -> None:
    op.drop_table("voice_order")
    op.drop_column("device_state", "answered_ms")
    op.drop_column("ticket_event", "nth")
    for column in ("paused_ms", "pause"):
        op.drop_column("counter", column)
    op.drop_column("service", "is_return")
    for column in ("changes", "notice_en", "notice_vi", "last_call_at", "reading", "noun"):
        op.drop_column("site", column)
