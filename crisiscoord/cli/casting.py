"""The players of a scenario: one token each, made on the machine itself and valid for a day."""

from collections.abc import Callable
from datetime import datetime

from ..directory.tokens import Tokens
from ..domain.scenarios import Scenario

_DAYS = 1


def token_maker(tokens: Tokens, scenario: Scenario, now: Callable[[], datetime]) -> Callable[[str], str]:
    """Return the function that gives the token of each player, made the first time it is asked for.

    It waits for the database: call it in a thread.
    """
    made: dict[str, str] = {}

    def token_for(player: str) -> str:
        if player not in made:
            made[player] = _create(tokens, player, _email(scenario), now())
        return made[player]

    return token_for


def players(scenario: Scenario) -> list[str]:
    """Return every player of a scenario, and the one to whom every board is open."""
    beside = [step.player for convention in scenario.conventions for step in convention.steps]
    return sorted({"permanence", *beside, *(step.player for step in scenario.steps)})


def _create(tokens: Tokens, player: str, email: str | None, now: datetime) -> str:
    kind, _, code = player.partition("-")
    if player == "permanence":
        text, _account = tokens.create("unccas_permanence", now, label="Permanence (exercice)", days=_DAYS)
    elif player == "representant":
        text, _account = tokens.create(
            "representant_unccas", now, label="Représentante (exercice)", email=email, days=_DAYS
        )
    elif player == "sgav":
        text, _account = tokens.create("sgav", now, label="SG-AV (exercice)", days=_DAYS)
    elif kind in ("prefecture", "udccas"):
        text, _account = tokens.create(kind, now, departements=(code,), label=f"{player} (exercice)", days=_DAYS)
    else:
        text, _account = tokens.create(
            "ccas_direction", now, bodies=(player,), label=f"{player} (exercice)", days=_DAYS
        )
    return text


def _email(scenario: Scenario) -> str | None:
    """Return the address of whoever is designated in the scenario: it is what binds the account to the role."""
    for step in scenario.steps:
        if step.do == "representative.designate" and isinstance(email := step.content.get("email"), str):
            return email
    return None
