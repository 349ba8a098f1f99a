"""The queue: sites, services, counters, tickets and their feed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("kind_vi", sa.Text(), nullable=False),
        sa.Column("kind_en", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("office_vi", sa.Text(), nullable=False),
        sa.Column("office_en", sa.Text(), nullable=False),
        sa.Column("section_vi", sa.Text(), nullable=False),
        sa.Column("section_en", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tracking_url", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Integer(), nullable=True),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["site.site_id"], name=op.f("fk_site_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
    )
    op.create_table(
        "officer",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.SmallInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_officer_site")),
        sa.PrimaryKeyConstraint("site_id", "officer_id", name=op.f("pk_officer")),
    )
    op.create_table(
        "priority_group",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("head_start_ms", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_priority_group_site")),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_priority_group")),
    )
    op.create_table(
        "series",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("first_no", sa.Integer(), server_default="1", nullable=False),
        sa.Column("last_no", sa.Integer(), server_default="999", nullable=False),
        sa.Column("width", sa.SmallInteger(), server_default="3", nullable=False),
        sa.CheckConstraint("first_no >= 0 AND first_no <= last_no", name=op.f("ck_series_range")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_series_site")),
        sa.PrimaryKeyConstraint("site_id", "series", name=op.f("pk_series")),
    )
    op.create_table(
        "site_clock",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("day", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_site_clock_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_clock")),
    )
    op.create_table(
        "ticket_event",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("cmd_id", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("to_counter_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("ahead", sa.Integer(), nullable=True),
        sa.Column("print_state", sa.SmallInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_ticket_event_site")),
        sa.PrimaryKeyConstraint("site_id", "seq", name=op.f("pk_ticket_event")),
        sa.UniqueConstraint("site_id", "cmd_id", name=op.f("uq_ticket_event_site_id_cmd_id")),
    )
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_event_ticket", ["site_id", "ticket_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=True),
        sa.Column("opened_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(officer_id IS NULL) = (opened_ms IS NULL)", name=op.f("ck_counter_opened_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "officer_id"],
            ["officer.site_id", "officer.officer_id"],
            name="fk_counter_officer",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name="fk_counter_site"),
        sa.PrimaryKeyConstraint("site_id", "counter_id", name=op.f("pk_counter")),
        sa.UniqueConstraint("site_id", "officer_id", name=op.f("uq_counter_site_id_officer_id")),
    )
    op.create_table(
        "day_counter",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "series"],
            ["series.site_id", "series.series"],
            name=op.f("fk_day_counter_series"),
        ),
        sa.PrimaryKeyConstraint("site_id", "day", "series", name=op.f("pk_day_counter")),
    )
    op.create_table(
        "service",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="10", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.SmallInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "series"],
            ["series.site_id", "series.series"],
            name=op.f("fk_service_series"),
        ),
        sa.PrimaryKeyConstraint("site_id", "service_id", name=op.f("pk_service")),
    )
    op.create_table(
        "counter_service",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("penalty_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "counter_id"],
            ["counter.site_id", "counter.counter_id"],
            name=op.f("fk_counter_service_counter"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "service_id"],
            ["service.site_id", "service.service_id"],
            name=op.f("fk_counter_service_service"),
        ),
        sa.PrimaryKeyConstraint(
            "site_id", "counter_id", "service_id", name=op.f("pk_counter_service")
        ),
    )
    op.create_table(
        "procedure",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="10", nullable=False),
        sa.Column("elsewhere_vi", sa.Text(), nullable=True),
        sa.Column("elsewhere_en", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(service_id IS NULL) = (elsewhere_vi IS NOT NULL)", name=op.f("ck_procedure_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "service_id"],
            ["service.site_id", "service.service_id"],
            name=op.f("fk_procedure_service"),
        ),
        sa.PrimaryKeyConstraint("site_id", "procedure_id", name=op.f("pk_procedure")),
    )
    op.create_table(
        "ticket",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("issued_ms", sa.BigInteger(), nullable=False),
        sa.Column("called_ms", sa.BigInteger(), nullable=True),
        sa.Column("started_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("for_counter_id", sa.Integer(), nullable=True),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("told_low_min", sa.Integer(), nullable=True),
        sa.Column("told_high_min", sa.Integer(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("print_state", sa.SmallInteger(), nullable=False),
        sa.Column("prints", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(state IN (1, 2)) = (counter_id IS NOT NULL)", name=op.f("ck_ticket_at_counter")
        ),
        sa.CheckConstraint("state BETWEEN 0 AND 7", name=op.f("ck_ticket_state")),
        sa.ForeignKeyConstraint(
            ["site_id", "priority"],
            ["priority_group.site_id", "priority_group.code"],
            name="fk_ticket_priority_group",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "procedure_id"],
            ["procedure.site_id", "procedure.procedure_id"],
            name="fk_ticket_procedure",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "service_id"],
            ["service.site_id", "service.service_id"],
            name="fk_ticket_service",
        ),
        sa.PrimaryKeyConstraint("site_id", "ticket_id", name=op.f("pk_ticket")),
        sa.UniqueConstraint(
            "site_id", "day", "series", "number", name=op.f("uq_ticket_site_id_day_series_number")
        ),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_at_counter",
            ["site_id", "counter_id"],
            unique=True,
            sqlite_where=sa.text("state IN (1, 2)"),
            postgresql_where=sa.text("state IN (1, 2)"),
        )
        batch_op.create_index(
            "ix_ticket_held",
            ["site_id", "ticket_id"],
            unique=False,
            sqlite_where=sa.text("state = 3"),
            postgresql_where=sa.text("state = 3"),
        )
        batch_op.create_index(
            "ix_ticket_waiting",
            ["site_id", "due_ms", "ticket_id"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
            postgresql_include=["service_id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ticket_waiting",
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
            postgresql_include=["service_id"],
        )
        batch_op.drop_index(
            "ix_ticket_held",
            sqlite_where=sa.text("state = 3"),
            postgresql_where=sa.text("state = 3"),
        )
        batch_op.drop_index(
            "ix_ticket_at_counter",
            sqlite_where=sa.text("state IN (1, 2)"),
            postgresql_where=sa.text("state IN (1, 2)"),
        )

    op.drop_table("ticket")
    op.drop_table("procedure")
    op.drop_table("counter_service")
    op.drop_table("service")
    op.drop_table("day_counter")
    op.drop_table("counter")
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_event_ticket")

    op.drop_table("ticket_event")
    op.drop_table("site_clock")
    op.drop_table("series")
    op.drop_table("priority_group")
    op.drop_table("officer")
    op.drop_table("site")
