"""Alembic's entry: runs on the connection that ``db.upgrade`` hands in."""

from alembic import context

from db.schema import metadata

connection = context.config.attributes["connection"]
# Batch mode: SQLite alters a table by copying it.
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
