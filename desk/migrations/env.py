"""Alembic's way in: `Store.migrate` hands over its connection."""

from alembic import context

from desk.models import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run migrations through desk.db.Store.migrate().")
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
