"""`/api/undertaking`: the undertaking of confidentiality, accepting it, and who has (art. 11, CPAM-Caf-SIAO)."""

import csv
from io import StringIO

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..documents.spreadsheets import neutral
from ..domain.agreements import Undertaking
from ..domain.policy import seats
from ..domain.words import format_instant
from ..errors import Missing, Refused
from ..security_log import record
from .answers import as_json
from .auth import actor_of
from .opening import own_session
from .parts import Parts, parts_of
from .people import AdminOnly
from .reading import Query, fault, json_object


class UndertakingChanged(Refused):
    code, title = "undertaking_changed", "Engagement modifié"


async def show_undertaking(request: Request) -> Response:
    """Return the text of today, and when this person accepted it; null when they have not."""
    house, session = parts_of(request), await own_session(request)
    Query(request)
    text = _text(house)
    at = None
    if session.person is not None:
        at = await to_thread.run_sync(house.undertakings.signed_at, session.person, text.version)
    return as_json(
        {
            **text.model_dump(mode="json", exclude={"code"}),
            "digest": text.digest,
            "signed_at": at and format_instant(at),
            "asked": session.person is not None,
        }
    )


async def sign_undertaking(request: Request) -> Response:
    """Accept the text that was shown: its digest is sent back, so that nobody accepts one that they have not read."""
    house, session = parts_of(request), await own_session(request)
    text, given = _text(house), await json_object(request)
    if not isinstance(given.get("digest"), str) or set(given) != {"digest"}:
        raise fault("digest", "empreinte du texte lu attendue")
    if session.person is None:
        raise Missing("Cette session n’est pas celle d’une personne\u00a0: aucun engagement ne lui est demandé.")
    if given["digest"] != text.digest:
        raise UndertakingChanged("Ce texte a changé depuis sa lecture\u00a0: relisez-le avant de l’accepter.")
    now = house.clock.now()
    kept = (session.person, session.account.id, text.version, text.digest, now)
    at = await to_thread.run_sync(house.undertakings.sign, *kept)
    record("undertaking_signed", session.account.id, version=text.version)
    return as_json({"version": text.version, "signed_at": format_instant(at)})


async def export_undertakings(request: Request) -> Response:
    """Return who accepted which version and when, as CSV, for whoever administers accounts: a party may ask for it."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    if not seats.administers(actor):
        raise AdminOnly("Seule l’administration des comptes exporte les engagements.")
    rows = await to_thread.run_sync(house.undertakings.listed)
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Personne", "Adresse", "Version", "Accepté le (UTC)", "Empreinte du texte (SHA-256)"))
    for one in rows:
        writer.writerow((neutral(one.name), neutral(one.email), one.version, format_instant(one.at), one.digest))
    record("undertakings_exported", actor.account)
    return Response(
        b"\xef\xbb\xbf" + file.getvalue().encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="engagements.csv"', "Cache-Control": "no-store"},
    )


def _text(house: Parts) -> Undertaking:
    if house.library.undertaking is None:
        raise Missing("Cette installation ne demande aucun engagement.")
    return house.library.undertaking
