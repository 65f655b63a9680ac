"""
The ways crisiscoord says no.

* Problem
    * Malformed         422  the message cannot be read
    * Unauthenticated   401  nobody known is asking
    * Forbidden         403  this actor may not do this here
    * Missing           404  there is no such thing, or this actor may not know of it
    * Refused           409  the rules of the dossier do not allow it now
    * TooLarge          413  more than the bound that is said
    * TooMany           429  too often; `retry_after` says when to come back
    * Unavailable       503  not now; nothing was written, the same command may be sent again

A subclass fixes a stable `code`; the detail is a French sentence on which a person can act. Every code is
listed in docs/errors.md, which is generated from these classes (RFC 9457 for the shape).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar


class Problem(Exception):
    """An answer rather than a bug. `str(problem)` is the French sentence shown to the user."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "problem"
    title: ClassVar[str] = "Une erreur est survenue"

    def __init__(self, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(detail or self.title)
        self.errors = tuple(errors)

    @property
    def detail(self) -> str:
        return str(self.args[0])

    def as_problem(self) -> dict[str, Any]:
        """Return the RFC 9457 object, the same over HTTP and on sockets."""
        problem: dict[str, Any] = {
            "type": f"/erreurs#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.errors:
            problem["errors"] = [dict(error) for error in self.errors]
        return problem


class Malformed(Problem):
    status, code, title = 422, "malformed", "Message illisible"


class Unauthenticated(Problem):
    status, code, title = 401, "unauthenticated", "Connexion nécessaire"


class Forbidden(Problem):
    status, code, title = 403, "forbidden", "Action non autorisée"


class Missing(Problem):
    status, code, title = 404, "missing", "Introuvable"


class Refused(Problem):
    status, code, title = 409, "refused", "Action refusée"


class TooLarge(Problem):
    status, code, title = 413, "too_large", "Message trop volumineux"


class TooMany(Problem):
    status, code, title = 429, "too_many", "Trop de demandes"

    def __init__(self, detail: str = "", retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(Problem):
    status, code, title = 503, "unavailable", "Service momentanément indisponible"


def every_problem() -> Iterator[type[Problem]]:
    """Yield each class of problem that has been defined, families first, then by code."""
    seen: set[type[Problem]] = set()
    waiting: list[type[Problem]] = [Problem]
    while waiting:
        for kind in sorted(waiting.pop(0).__subclasses__(), key=lambda kind: (kind.status, kind.code)):
            if kind not in seen:
                seen.add(kind)
                waiting.append(kind)
                yield kind
