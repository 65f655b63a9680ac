"""`/api/exposures`: the accidental accesses that were reported, in every dossier, and what became of each."""

import csv
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import Any

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from ..documents.spreadsheets import neutral
from ..domain import catalogue, policy
from ..domain.board import Board
from ..domain.exposing import ExposureAnswered, ExposureReported
from ..domain.policy import seats
from ..domain.vocabulary import EXPOSURE_STATES, ROLES, label
from ..domain.words import Actor, Entry, format_instant
from ..journal.across import entries_across
from ..security_log import record
from .answers import as_json
from .auth import actor_of
from .parts import Parts, parts_of
from .reading import Query

#: Reports in one answer, the newest first; reports and answers looked through for them. `full`: there are more.
MOST, READ, READ_ANSWERS = 500, 2_000, 5_000
#: Answers told of one report, the last ones.
MOST_ANSWERS = 20
REPORTED = "Signalé"
COLUMNS = (
    *("Dossier", "Ligne", "Signalé le (UTC)", "Rôle", "Organisme", "Information de", "Ce qui est dit", "État"),
    *("Répondu le (UTC)", "Par", "Ce qui a été fait"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One report, the board on which it stands, and its answers in order."""

    entry: Entry
    fact: ExposureReported
    board: Board
    answers: list[Entry] = field(default_factory=list)

    @property
    def state(self) -> str | None:
        """The code of the last answer; None while nobody has answered."""
        last = self.answers[-1].fact if self.answers else None
        return last.state if isinstance(last, ExposureAnswered) else None


async def list_exposures(request: Request) -> Response:
    """Return the reports that this actor reads, the newest first, with their answers."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "dossier")
    found, full = await _asked(house, actor, query.text("dossier", 64))
    if seats.administers(actor):
        record("exposures_read", actor.account)
    return as_json({"full": full, "exposures": [_told(house, actor, one) for one in found]})


async def export_exposures(request: Request) -> Response:
    """Return the same as CSV, to be carried away and shown to a party that asks."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "dossier")
    found, full = await _asked(house, actor, query.text("dossier", 64))
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in found:
        told = _told(house, actor, one)
        last: dict[str, Any] = {"at": "", "by": {"role": ""}, "text": "", **(told["answers"] or [{}])[-1]}
        row = [
            *(one.entry.dossier, one.entry.seq, told["at"], _role(told["by"]["role"]), told["by"]["name"] or ""),
            *(told["whose_name"] or "", told["text"], _state(one.state)),
            *(last["at"], _role(last["by"]["role"]), last["text"] or ""),
        ]
        writer.writerow([neutral(str(cell)) for cell in row])
    if full:
        writer.writerow(["Liste incomplète\u00a0: seuls les signalements les plus récents y sont."])
    record("exposures_exported", actor.account)
    return Response(
        b"\xef\xbb\xbf" + file.getvalue().encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="acces-fortuits.csv"', "Cache-Control": "no-store"},
    )


async def _asked(house: Parts, actor: Actor, dossier: str) -> tuple[list[_Found], bool]:
    return await to_thread.run_sync(partial(_found, house, actor, dossier), limiter=house.searching)


def _found(house: Parts, actor: Actor, dossier: str) -> tuple[list[_Found], bool]:
    """Return the reports that `actor` reads, `MOST` at most, and whether there are more than were looked through."""
    with house.engine.begin() as connection:
        reports = entries_across(connection, "exposure.reported", READ + 1, [dossier] if dossier else None)
        answers = _answers(connection, {entry.dossier for entry in reports})
    boards = {name: house.boards.fresh(name) for name in {entry.dossier for entry in reports}}
    found = [
        _Found(entry, entry.fact, boards[entry.dossier], answers.get((entry.dossier, entry.seq), []))
        for entry in reports[:READ]
        if isinstance(entry.fact, ExposureReported) and policy.reads_exposure(actor, boards[entry.dossier], entry)
    ]
    return found[:MOST], len(reports) > READ or len(found) > MOST


def _answers(connection: Connection, dossiers: set[str]) -> dict[tuple[str, int], list[Entry]]:
    found: dict[tuple[str, int], list[Entry]] = {}
    for entry in reversed(entries_across(connection, "exposure.answered", READ_ANSWERS, dossiers)):
        if isinstance(entry.fact, ExposureAnswered):
            found.setdefault((entry.dossier, entry.fact.exposure), []).append(entry)
    return found


def _told(house: Parts, actor: Actor, one: _Found) -> dict[str, Any]:
    head = catalogue.head_card(one.board)
    sees = head is not None and policy.holds(policy.channels(actor, one.board), head.channel)
    named = sees or seats.administers(actor)
    return {
        "dossier": one.entry.dossier,
        "title": getattr(head, "title", None) if named else None,
        "exercise": catalogue.is_exercise(one.board),
        "opens": sees,
        "seq": one.entry.seq,
        "at": format_instant(one.entry.at),
        "by": _by(house, one.entry),
        "mine": policy.reported(actor, one.entry),
        "whose": one.fact.whose,
        "whose_name": one.fact.name,
        "text": one.fact.text,
        "state": one.state,
        "may_answer": policy.answers_exposure(actor, one.board, one.entry),
        "answers": [_answer(house, entry) for entry in one.answers[-MOST_ANSWERS:]],
    }


def _answer(house: Parts, entry: Entry) -> dict[str, Any]:
    fact = entry.fact
    assert isinstance(fact, ExposureAnswered)
    said = {"state": fact.state, "text": fact.text}
    return {"seq": entry.seq, "at": format_instant(entry.at), "by": _by(house, entry), **said}


def _by(house: Parts, entry: Entry) -> dict[str, Any]:
    """Say who wrote a line, as the main courante does: a role and a body, never a person."""
    sheet = house.known.sheet(entry.by.body) if entry.by.body else None
    return {"role": entry.by.role, "body": entry.by.body, "name": sheet.name if sheet else entry.by.body}


def _role(code: str) -> str:
    return ROLES[code].label if code in ROLES else code


def _state(code: str | None) -> str:
    return label(EXPOSURE_STATES, code) if code else REPORTED
