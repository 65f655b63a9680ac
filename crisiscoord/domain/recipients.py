"""Whom a point de situation is sent to, each with an acknowledgement (docs/decisions/0042).

The préfecture of each département and the SG-AV, who are told of the crisis (convention State-UNCCAS, article 3, E-09
and E-11); the departmental union of the CCAS, which helps there; and the UNCCAS, unless its own permanence froze it.
The conseil départemental is in the room but not in the texts: it reads the paper of those who sit with it.
"""

from .board import Board
from .crisis import CrisisCard
from .task_cards import TasksCard
from .words import Situation

#: Who need not be told what it has written.
_OWN = "unccas_permanence"


def of_point(board: Board, crisis: CrisisCard, situation: Situation) -> tuple[str, ...]:
    """Return the bodies that are owed a point frozen now: those of the State, then those of the network."""
    prefectures = (f"prefecture-{code}" for code in crisis.departements)
    unions = (f"udccas-{code}" for code in crisis.departements if _may_have_union(board, code, situation))
    own = () if situation.role == _OWN else ("unccas",)
    wanted = (*prefectures, "sgav", *unions, *own)
    return tuple(id for id in wanted if situation.territory.body(id) is not None)


def _may_have_union(board: Board, departement: str, situation: Situation) -> bool:
    """Say whether the CCAS of a département may have a union: unless it was stated that they have not.

    As it was when the crisis reached the département, where it was stated then: so do the tasks of the union (0020).
    """
    tasks = board.get(f"tasks:departement-{departement}", TasksCard)
    then = tasks.union if tasks is not None else None
    return (situation.library.unions.get(departement) if then is None else then) is not False
