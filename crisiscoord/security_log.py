"""The security log: who came in or was kept out, told apart from the rest, in UTC, and without personal data.

One stream, the logger `crisiscoord.security`, so that it can be sent elsewhere and kept for longer (OWASP ASVS 5.0,
16.2 and 16.3). A line names an account by a short digest only: lines of one account can be put together, and nobody
is recognised in them. Nothing that was sent is ever in a line: neither words, nor tokens, nor the address asked.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal

import structlog

#: The name of the stream, for whoever sends it elsewhere.
STREAM = "crisiscoord.security"
_log = structlog.stdlib.get_logger(STREAM)

What = Literal[
    "signed_in",
    "sign_in_refused",
    "signed_out",
    "proof_refused",
    "forbidden",
    "hidden",
    "throttled",
    "origin_refused",
    "feed_made",
    "feed_revoked",
    "feed_refused",
    "rights_changed",
    "set_up",
    "link_asked",
    "link_refused",
    "password_changed",
    "session_ended",
    "person_added",
    "person_disabled",
    "person_enabled",
    "seat_given",
    "seat_withdrawn",
    "seat_taken",
    "token_made",
    "token_revoked",
    "undertaking_signed",
    "undertakings_exported",
    "exposure_reported",
    "exposure_answered",
    "exposures_read",
    "exposures_exported",
    "access_given",
    "access_used",
    "access_shown",
    "access_ended",
    "access_refused",
]

_USUAL: frozenset[What] = frozenset(
    {
        "signed_in",
        "signed_out",
        "feed_made",
        "feed_revoked",
        "link_asked",
        "session_ended",
        "seat_taken",
        "person_added",
        "undertaking_signed",
        *("exposure_answered", "exposures_read"),
        *("access_given", "access_used", "access_shown", "access_ended"),
    }
)
#: 404 too: it is what somebody is told of a dossier that is none of their business.
_OF_STATUS: Mapping[int, What] = {401: "proof_refused", 403: "forbidden", 404: "hidden", 429: "throttled"}


def record(what: What, account: str | None = None, **where: str | int) -> None:
    """Write a line. `where` is what we name ourselves: a route, a code, a status, the name of a command."""
    who = {} if account is None else {"account": short(account)}
    (_log.info if what in _USUAL else _log.warning)(what, **who, **where)


def record_answer(status: int, route: str, account: str | None) -> None:
    """Write that a request was refused, when it was for want of proof, of a right or of patience."""
    what = _OF_STATUS.get(status)
    if what is not None and (status != 404 or account is not None):
        record(what, account, route=route, status=status)


def short(account: str) -> str:
    """Return what stands for an account in these lines."""
    return sha256(b"security:" + account.encode()).hexdigest()[:12]
