"""The locks on the journal: no entry is ever changed or removed, whoever holds the database.

The server refuses to start when one of them is missing.
"""

from sqlalchemy import Connection, text

_SQLITE = {
    "entry_no_update": "BEFORE UPDATE ON entry",
    "entry_no_delete": "BEFORE DELETE ON entry",
}
_POSTGRESQL = {
    "entry_no_update": "BEFORE UPDATE ON entry FOR EACH ROW",
    "entry_no_delete": "BEFORE DELETE ON entry FOR EACH ROW",
    "entry_no_truncate": "BEFORE TRUNCATE ON entry FOR EACH STATEMENT",
}
_REFUSAL = "the journal is append-only"


def install(connection: Connection) -> None:
    """Create the triggers. Called by the first migration."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
            )
        )
    put_back(connection)


def put_back(connection: Connection) -> list[str]:
    """Create the triggers that are missing, and name them."""
    names = missing(connection)
    for name in names:
        if connection.dialect.name == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            connection.execute(text(f"CREATE TRIGGER {name} {_SQLITE[name]} {body}"))
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON entry"))
            connection.execute(text(f"CREATE TRIGGER {name} {_POSTGRESQL[name]} EXECUTE FUNCTION entry_refuse()"))
    return names


def missing(connection: Connection) -> list[str]:
    """Name the triggers that should be there and are not, or are switched off."""
    if connection.dialect.name == "sqlite":
        found = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"))
        return sorted(_SQLITE.keys() - set(found))
    found = connection.scalars(
        text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'entry'::regclass AND tgenabled IN ('O', 'A')")
    )
    return sorted(_POSTGRESQL.keys() - set(found))
