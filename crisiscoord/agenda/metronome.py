"""The metronome: asks, every second, what is due, and submits the commands that say so.

It decides nothing: `<type of card>.fall_due` is an ordinary command of the actor `system`, whose id follows
from what is due. Any number of metronomes may tick at once, in any number of processes: the second to submit
gets the answer of the first. After a stop, all that fell due meanwhile is simply due.
"""

import logging
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from ..clock import Clock, monotonic
from ..desk.desk import Desk
from ..domain import catalogue
from ..domain.words import SYSTEM, derived_id, format_instant
from ..errors import Problem, Unavailable
from ..journal import deadlines
from ..journal.deadlines import Due
from ..journal.journal import Receipt
from ..journal.writer import Writer

log = logging.getLogger(__name__)

#: What one tick asks for; the rest is for the next tick, a second later.
MOST = 500
#: Seconds that a tick waits for its answers. What is answered later is found done by a next tick.
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did.

    `vain`: refused, or nothing came of it, so asked again later; `unanswered`: asked again at the next tick.
    `more`: it left some for the next. `lag_s`: how long the oldest of what was asked first now had been due.
    """

    asked: int = 0
    written: int = 0
    vain: int = 0
    unanswered: int = 0
    more: bool = False
    lag_s: float = 0.0


class Metronome:
    """Ticks when told to (`motor.py`), in a thread: a tick waits for the database."""

    def __init__(self, engine: Engine, writer: Writer, desk: Desk, clock: Clock) -> None:
        self._engine, self._writer, self._desk, self._clock = engine, writer, desk, clock
        #: The last tick that went to its end; when, the motor says.
        self.last = Tick()

    def tick(self) -> Tick:
        """Ask for what is due now, `MOST` at most, and return when it is answered.

        What is refused, or answered without anything being written, is asked for again later and later,
        up to an hour. Raises what the database raises when it cannot be read.
        """
        now = self._clock.now()
        with self._engine.connect() as connection:
            due = deadlines.due(connection, now, MOST + 1)
        more = len(due) > MOST
        questions = [(one, self._ask(one)) for one in due[:MOST]]
        answers = self._answers(questions)
        vain = [one for one, answer in answers if answer == "vain"]
        if vain:
            self._back_off(vain, now)
        outcomes = [answer for _, answer in answers]
        self.last = Tick(
            asked=len(answers),
            written=outcomes.count("written"),
            vain=len(vain),
            unanswered=outcomes.count("unanswered"),
            more=more,
            lag_s=max(((now - one.due).total_seconds() for one, _ in answers if not one.refusals), default=0.0),
        )
        return self.last

    def _ask(self, one: Due) -> "Future[Receipt] | Problem":
        """Submit the command that says that `one` is due; what stands in the way comes back as a Problem."""
        model = catalogue.COMMAND_OF.get(f"{one.card.partition(':')[0]}.fall_due")
        if model is None:
            return Problem(f"no command for {one.card}")
        fields = {
            "id": command_id(one),
            "dossier": one.dossier,
            "card": one.card,
            "due": one.due,
        }
        try:
            return self._desk.submit(catalogue.asked(model.model_validate(fields)), SYSTEM)
        except Problem as problem:
            return problem

    def _answers(self, questions: "list[tuple[Due, Future[Receipt] | Problem]]") -> list[tuple[Due, str]]:
        until = monotonic() + PATIENCE_S
        return [(one, _answer(one, question, max(0.0, until - monotonic()))) for one, question in questions]

    def _back_off(self, refused: list[Due], now: datetime) -> None:
        def write(connection: Connection) -> None:
            deadlines.back_off(connection, refused, now)

        self._writer.run(write).result(PATIENCE_S)


def command_id(one: Due) -> str:
    """Return the id of the command that says that `one` is due: the same for every metronome."""
    return derived_id(one.dossier, one.card, format_instant(one.due), one.set_seq)


def _answer(one: Due, question: "Future[Receipt] | Problem", patience_s: float) -> str:
    """Say how a question ended: `written`, `vain` (asking again at once is useless), `unanswered`."""
    try:
        if isinstance(question, Problem):
            raise question
        receipt = question.result(patience_s)
    except (Unavailable, TimeoutError) as late:
        log.warning("%s of %s was not answered: %s", one.card, one.dossier, late)
        return "unanswered"
    except Problem as problem:
        log.info("%s of %s did not fall due: %s", one.card, one.dossier, problem)
        return "vain"
    except Exception:  # a bug in one ability must not stop the others from falling due
        log.exception("%s of %s failed to fall due", one.card, one.dossier)
        return "vain"
    # Written by another metronome, or nothing to write: if it is still due, asking again at once is useless.
    return "written" if receipt.first is not None and not receipt.again else "vain"
