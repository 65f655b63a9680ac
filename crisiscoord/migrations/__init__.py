"""The shape of the database, from one version to the next (Alembic)."""
