"""Which figures a protocol asks bodies for, phase by phase (article E-08).

A report must take thirty seconds: a protocol names the few figures that count at each moment, the form shows
those first, and every other one may still be given. What is asked is part of the agreed text, frozen with it
when it is applied.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from .agreed import refuse
from .vocabulary import PHASES, FigureName, Phase

#: More figures than this are not asked for at once: nobody would give them in the first hours.
MOST_ASKED = 8

#: Figures by phase, as a fact keeps them. A phase that is left out asks what the one before it does.
Asks = dict[Phase, tuple[FigureName, ...]]


def _once_each(asks: Asks) -> Asks:
    for phase, names in asks.items():
        if len(set(names)) < len(names):
            refuse("un chiffre n’est demandé qu’une fois par phase", phase)
    return {phase: asks[phase] for phase in PHASES if phase in asks}


Figures = Annotated[tuple[FigureName, ...], Field(min_length=1, max_length=MOST_ASKED)]
#: The same as a file of `playbooks/` says it: in the order of the phases, bounded.
AgreedAsks = Annotated[dict[Phase, Figures], AfterValidator(_once_each)]
