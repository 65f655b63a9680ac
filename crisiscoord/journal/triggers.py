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
    if connection.dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            body = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            connection.execute(text(f"CREATE TRIGGER {name} {when} {body}"))
        return
    connection.execute(
        text(
            "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
    )
    for name, when in _POSTGRESQL.items():
        connection.execute(text(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION entry_refuse()"))


def missing(connection: Connection) -> list[str]:
    """Name the triggers that should be there and are not, or are switched off."""
    if connection.dialect.name == "sqlite":
        found = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"))
        return sorted(_SQLITE.keys() - set(found))
    found = connection.scalars(
        text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'entry'::regclass AND tgenabled IN ('O', 'A')")
    )
    return sorted(_POSTGRESQL.keys() - set(found))
