"""Journals as files: one line of JSON per entry, with the words that are still remembered.

`python -m tests.replay.keeping 0.1.0` writes the journal of this version, played from the flood and from the
convention beside it. A file that has been released is never written again.
"""

import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import insert, select

from crisiscoord.clock import ManualClock
from crisiscoord.journal.heads import Head, move_head, open_head
from crisiscoord.journal.tables import ENTRY, WORDING
from tests.conftest import NOON
from tests.office import Office, fresh_sqlite, office
from tests.players import play_convention, play_flood

JOURNALS = Path(__file__).with_name("journals")
#: Steps of the flood that are kept: every kind of fact that it has, most of them several times.
STEPS = 160


def kept(here: Office, dossier: str) -> Iterable[dict[str, Any]]:
    """Yield the entries of a journal, the exact text of each, its digest and its words."""
    with here.engine.begin() as connection:
        rows = connection.execute(select(WORDING).where(WORDING.c.dossier == dossier)).all()
    for seq, line, digest in here.lines(dossier):
        words = {row.field: [row.salt.hex(), row.text] for row in rows if row.seq == seq}
        yield {"line": line, "digest": digest.hex(), "words": words}


def load(here: Office, file: Path) -> dict[str, int]:
    """Write a kept journal into an empty database as it is, and return dossier → number of entries."""
    heads: dict[str, Head] = {}
    with here.engine.begin() as connection:
        for text in file.read_bytes().splitlines():
            data = orjson.loads(text)
            line, digest = orjson.loads(data["line"]), bytes.fromhex(data["digest"])
            dossier, seq, at = line["dossier"], line["seq"], datetime.fromisoformat(line["at"])
            row = {"dossier": dossier, "seq": seq, "at": at, "kind": line["kind"], "channel": line["channel"]}
            connection.execute(insert(ENTRY), [{**row, "body": None, "line": data["line"], "digest": digest}])
            for field, (salt, words) in data["words"].items():
                key = {"dossier": dossier, "seq": seq, "field": field}
                connection.execute(insert(WORDING), [{**key, "salt": bytes.fromhex(salt), "text": words}])
            heads[dossier] = Head(dossier, "", seq, digest, at, True)
        for head in heads.values():
            open_head(connection, head.dossier, head.last_at)
            move_head(connection, head)
    return {dossier: head.seq for dossier, head in heads.items()}


def write(version: str) -> None:
    with tempfile.TemporaryDirectory() as folder, office(fresh_sqlite(Path(folder)), ManualClock(NOON)) as here:
        dossiers = play_flood(here, STEPS), play_convention(here)
        lines = [orjson.dumps(entry) for dossier in dossiers for entry in kept(here, dossier)]
    with (JOURNALS / f"{version}.jsonl").open("xb") as file:
        file.write(b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    write(sys.argv[1])
