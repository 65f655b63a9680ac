"""What somebody may ask before they have accepted the undertaking of confidentiality: nothing of a dossier."""

from ..words import Actor

#: Their own account, what everybody may read, and the undertaking itself.
_BEFORE = ("/api/session", "/api/account", "/api/people", "/api/undertaking", "/api/territory", "/api/demo")
_OPEN = frozenset(
    {"/api/vocabulary.json", "/api/openapi.json", "/api/asyncapi.json", "/api/playbooks", "/api/schemes", "/api/rights"}
)
#: A token made before would go around the undertaking.
_CLOSED = "/api/account/tokens"


def must_sign_first(actor: Actor, address: str) -> bool:
    """Say whether this actor must accept the undertaking before they are answered at an address (as it is declared)."""
    if actor.unsigned is None:
        return False
    return address.startswith(_CLOSED) or not (address in _OPEN or address.startswith(_BEFORE))
