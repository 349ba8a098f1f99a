"""Paper: who owes which slip, how the printers are, what the slip looks like.

Slips that were asked for before now were those of the ticket's own kiosk.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Literals of core.ticket as they were when this was written.
_QUEUED, _UNKNOWN = 1, 4


def upgrade() -> None:
    op.add_column("ticket", sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("ticket", sa.Column("paper_at", sa.Text(), nullable=True))
    op.add_column("ticket", sa.Column("asked_ms", sa.BigInteger(), nullable=True))
    op.add_column("ticket_event", sa.Column("place", sa.Text(), nullable=True))
    op.create_index(
        "ix_ticket_owed",
        "ticket",
        ["site_id", "paper_at"],
        unique=False,
        sqlite_where=sa.text("print_state = 1"),
        postgresql_where=sa.text("print_state = 1"),
    )
    _create_tables()
    _fill()


def _create_tables() -> None:
    op.create_table(
        "device_state",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("warning", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_device_state_site")),
        sa.PrimaryKeyConstraint("site_id", "place", "name", name=op.f("pk_device_state")),
    )
    op.create_table(
        "place_holder",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_place_holder_site")),
        sa.PrimaryKeyConstraint("site_id", "place", name=op.f("pk_place_holder")),
    )
    op.create_table(
        "slip_template",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_slip_template_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_slip_template")),
    )
    op.create_table(
        "slip_logo",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_slip_logo_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_slip_logo")),
    )


def _fill() -> None:
    """What the feed already tells of the paper."""
    op.execute(
        f"""
        UPDATE ticket_event SET place = (
            SELECT ticket.source FROM ticket
            WHERE ticket.site_id = ticket_event.site_id
              AND ticket.ticket_id = ticket_event.ticket_id)
        WHERE print_state = {_QUEUED}
        """
    )
    op.execute(
        f"""
        UPDATE ticket SET paper_at = source, asked_ms = (
            SELECT max(at_ms) FROM ticket_event
            WHERE ticket_event.site_id = ticket.site_id
              AND ticket_event.ticket_id = ticket.ticket_id
              AND ticket_event.print_state = {_QUEUED})
        WHERE EXISTS (
            SELECT 1 FROM ticket_event
            WHERE ticket_event.site_id = ticket.site_id
              AND ticket_event.ticket_id = ticket.ticket_id
              AND ticket_event.print_state = {_QUEUED})
        """
    )
    op.execute(
        f"""
        UPDATE ticket SET doubts = (
            SELECT count(*) FROM ticket_event
            WHERE ticket_event.site_id = ticket.site_id
              AND ticket_event.ticket_id = ticket.ticket_id
              AND ticket_event.print_state = {_UNKNOWN})
        WHERE print_state <> 0
        """
    )


def downgrade() -> None:
    op.drop_table("slip_logo")
    op.drop_table("slip_template")
    op.drop_table("place_holder")
    op.drop_table("device_state")
    op.drop_index(
        "ix_ticket_owed",
        table_name="ticket",
        sqlite_where=sa.text("print_state = 1"),
        postgresql_where=sa.text("print_state = 1"),
    )
    op.drop_column("ticket_event", "place")
    for column in ("asked_ms", "paper_at", "doubts"):
        op.drop_column("ticket", column)
