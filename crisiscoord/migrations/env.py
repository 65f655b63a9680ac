"""What Alembic runs for every migration. The connection, and its transaction, are those of crisiscoord.schema."""

from alembic import context
from sqlmodel import SQLModel

from crisiscoord.directory import tables as directory_tables
from crisiscoord.journal import tables as journal_tables

#: Named here because importing them is what fills the metadata.
KNOWN = (journal_tables.ENTRY, directory_tables.ACCOUNT)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    # SQLite changes a table by making it again; the journal's is never changed so (docs/architecture.md).
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
