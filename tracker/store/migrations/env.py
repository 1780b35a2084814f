"""Alembic: runs the migrations on the connection it is handed."""

from alembic import context
from sqlmodel import SQLModel

from tracker.store import tables

assert tables.SourceRow.metadata is SQLModel.metadata  # noqa: S101  the tables are registered

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="sqltypes.",
)
with context.begin_transaction():
    context.run_migrations()
