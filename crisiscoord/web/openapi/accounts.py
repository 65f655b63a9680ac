"""One's own account."""

from typing import Any

from ...domain.policy.capacities import LINKS
from ...domain.vocabulary import ROLES
from ..schemas import BOOLEAN, INSTANT, NUMBER, TEXT, Schema, listed, nullable, shape
from .calls import call, query

ROLE: Schema = {"type": "string", "enum": sorted(ROLES.keys() - {"system", *LINKS})}
SEAT = {
    "account": TEXT,
    "role": ROLE,
    "bodies": listed(TEXT),
    "names": listed(TEXT),
    "departements": listed(TEXT),
    "given_at": INSTANT,
}
PERSON = shape({"id": TEXT, "name": TEXT, "email": TEXT, "has_password": BOOLEAN})
TOKEN = {
    **{name: TEXT for name in ("token", "account", "label")},
    "reads_only": BOOLEAN,
    "created_at": INSTANT,
    "expires_at": INSTANT,
    "used_at": nullable(INSTANT),
}
SESSION = shape(
    {
        "session": TEXT,
        "way": {"enum": ["password", "link", "provider", "token", "demo", "setup"]},
        "agent": TEXT,
        "opened_at": INSTANT,
        "seen_at": INSTANT,
        "ends_at": INSTANT,
        "here": BOOLEAN,
    }
)


def accounts() -> dict[str, Any]:
    mine = shape(
        {
            "person": nullable(PERSON),
            "seats": listed(shape({**SEAT, "here": BOOLEAN})),
            "proof": {"enum": ["none", "password", "sign_in"]},
            "sessions": listed(SESSION),
            "tokens": listed(shape(TOKEN)),
        }
    )
    token = {"name": "token", "in": "path", "required": True, "schema": TEXT}
    done: dict[int, tuple[str, Schema | None]] = {204: ("Done", None)}
    session = {
        "name": "session",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
    return {
        "/api/account": {"get": call("One's seats and sessions, in a browser", {200: ("Mine", mine)}, (403, 422))},
        "/api/account/password": {
            "post": call(
                "Choose another password; the other sessions end",
                done,
                (403, 409, 422, 429, 503),
                body=shape({"current": TEXT, "password": TEXT}),
            )
        },
        "/api/account/seat": {
            "post": call("Take another of one's seats", done, (403, 404, 422, 429), body=shape({"account": TEXT}))
        },
        "/api/account/tokens": {
            "post": call(
                "Make a token for a program of one's own",
                {201: ("`secret` is shown this once", shape({**TOKEN, "secret": TEXT}))},
                (403, 404, 409, 422, 429),
                body=shape({"account": TEXT, "label": TEXT, "days": NUMBER}, {"reads_only": BOOLEAN}),
            )
        },
        "/api/account/tokens/{token}": {"delete": call("Revoke one", done, (403, 404, 429), [token])},
        **_people(done),
        **_undertaking(),
        **_exposures(),
        "/api/account/sessions": {"delete": call("End every other session, just after signing in", done, (403, 429))},
        "/api/account/sessions/end": {
            "post": call(
                "End a `session` of one's own, or every other one, by giving the password again",
                done,
                (403, 404, 409, 422, 429, 503),
                body=shape({"password": TEXT}, {"session": TEXT}),
            )
        },
        "/api/account/sessions/{session}": {
            "delete": call("End one of one's sessions, just after signing in", done, (403, 404, 429), [session])
        },
    }


def _undertaking() -> dict[str, Any]:
    text = {"version": NUMBER, "title": TEXT, "source": TEXT, "lead": TEXT, "clauses": listed(TEXT), "accept": TEXT}
    shown = shape({**text, "digest": TEXT, "signed_at": nullable(INSTANT), "asked": BOOLEAN})
    signed = shape({"version": NUMBER, "signed_at": INSTANT})
    return {
        "/api/undertaking": {
            "get": call("The undertaking of confidentiality, in a browser", {200: ("Text", shown)}, (403, 404, 422)),
            "post": call(
                "Accept the text whose digest this is",
                {200: ("Kept", signed)},
                (403, 404, 409, 422, 503),
                body=shape({"digest": TEXT}),
            ),
        },
        "/api/undertaking/signatures.csv": {"get": _signatures()},
    }


def _exposures() -> dict[str, Any]:
    by = shape({"role": TEXT, "body": nullable(TEXT), "name": nullable(TEXT)})
    answer = shape({"seq": NUMBER, "at": INSTANT, "by": by, "state": TEXT, "text": nullable(TEXT)})
    named = {"dossier": TEXT, "title": nullable(TEXT), "exercise": BOOLEAN, "opens": BOOLEAN, "seq": NUMBER}
    said = {"at": INSTANT, "by": by, "mine": BOOLEAN, "whose": nullable(TEXT), "whose_name": nullable(TEXT)}
    now = {"text": TEXT, "state": nullable(TEXT), "may_answer": BOOLEAN, "answers": listed(answer)}
    whole = shape({"full": BOOLEAN, "exposures": listed(shape({**named, **said, **now}))})
    within = [{"name": "dossier", "in": "query", "schema": TEXT}]
    file = call("The same, to carry away", {200: ("CSV", TEXT)}, (403, 422), within)
    file["responses"]["200"]["content"] = {"text/csv": {"schema": TEXT}}
    return {
        "/api/exposures": {
            "get": call(
                "Accidental accesses reported, and what became of each: one's own, those told to one; all, for an "
                "administrator",
                {200: ("Newest first", whole)},
                (403, 422),
                within,
            )
        },
        "/api/exposures.csv": {"get": file},
    }


def _signatures() -> Schema:
    told = call("Who accepted which version, and when: for an administrator", {200: ("CSV", TEXT)}, (403, 422))
    told["responses"]["200"]["content"] = {"text/csv": {"schema": TEXT}}
    return told


def _people(done: dict[int, tuple[str, Schema | None]]) -> dict[str, Any]:
    one = shape(
        {
            "person": TEXT,
            "name": TEXT,
            "email": TEXT,
            "has_password": BOOLEAN,
            "disabled_at": nullable(INSTANT),
            "seats": listed(shape({**SEAT, "yours": BOOLEAN})),
        }
    )
    known = shape(
        {
            "gives": listed(
                shape({"role": ROLE, "body": BOOLEAN, "departement": {"enum": ["none", "optional", "required"]}})
            ),
            "administers": BOOLEAN,
            "bodies": listed(shape({"id": TEXT, "name": TEXT})),
            "mail": BOOLEAN,
            "full": BOOLEAN,
            "people": listed(one),
        }
    )
    reach = {"bodies": listed(TEXT), "departements": listed(TEXT)}
    made = shape({"person": TEXT, "account": TEXT, "link": nullable(TEXT)})
    person, account = ({"name": name, "in": "path", "required": True, "schema": TEXT} for name in ("person", "account"))
    return {
        "/api/people": {
            "get": call(
                "People with their seats, for those who give them",
                {200: ("By name, 200 at most", known)},
                (403, 422),
                [query("q", TEXT)],
            ),
            "post": call(
                "Open an account with its first seat, or give that seat to whoever has the address",
                {201: ("`link`: to hand over, where no mail leaves", made)},
                (403, 409, 422, 429, 503),
                body=shape({"name": TEXT, "email": TEXT, "role": ROLE}, reach),
            ),
        },
        "/api/people/{person}/seats": {
            "post": call(
                "Give one more seat",
                {201: ("The seat", shape(SEAT))},
                (403, 404, 409, 422, 429),
                [person],
                shape({"role": ROLE}, reach),
            )
        },
        "/api/people/{person}/seats/{account}": {
            "delete": call(
                "Withdraw a seat; its sessions and sockets end", done, (403, 404, 409, 429), [person, account]
            )
        },
        "/api/people/{person}/link": {
            "post": call(
                "Send another link to choose a password",
                {201: ("`link`: to hand over, where no mail leaves", shape({"link": nullable(TEXT)}))},
                (403, 404, 429, 503),
                [person],
            )
        },
        "/api/people/{person}/disable": {"post": call("Close an account", done, (403, 404, 409, 429), [person])},
        "/api/people/{person}/enable": {"post": call("Open a closed account again", done, (403, 404, 429), [person])},
    }
