"""Alembic's entry: runs on the connection that `service.store.schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

import service.store.sent_tables  # noqa: F401  fills the metadata, with the tables it imports

OURS = frozenset(SQLModel.metadata.tables)


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The engine keeps tables of its own in the same database; those are not ours to change."""
    return kind != "table" or name in OURS


connection = context.config.attributes["connection"]
context.configure(connection, target_metadata=SQLModel.metadata, include_name=is_ours, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
