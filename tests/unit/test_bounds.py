"""What a crisis holds is bounded, a name serves once, and both are said by a code that programs may rely on."""

from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from crisiscoord.documents import exporting, typeset
from crisiscoord.documents.exporting import Column, ExportTooLarge, tabled
from crisiscoord.domain import acting, asking, needing, offering, placing
from crisiscoord.errors import Problem
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_supporting import MELUN, NEMOURS, declared, lack

NEED = {"body": NEMOURS, "kind": "hebergement", "quantity": 10, "urgency": "24h"}
PLACE = {"body": NEMOURS, "kind": "cehu", "name": "Salle des fêtes", "commune": "77333"}
ACT = {"body": NEMOURS, "kind": "accueil", "persons": 3}
LENT = {"from_body": MELUN, "kind": "vehicule", "quantity": 1}

#: Where the bound stands, the code that says it, the command that meets it, the field that names the thing.
BOUNDS: tuple[tuple[ModuleType, str, str, str, Any, str, dict[str, Any]], ...] = (
    (needing, "MOST_OF_BODY", "too_many_needs", "need.raise", CCAS_NEMOURS, "need", NEED),
    (needing, "MOST", "too_many_needs", "need.raise", PERMANENCE, "need", NEED),
    (placing, "MOST", "place_exists", "place.open", CCAS_NEMOURS, "place", PLACE),
    (acting, "MOST_ACTS", "too_many_acts", "act.record", CCAS_NEMOURS, "act", ACT),
    (
        asking,
        "MOST_OPEN",
        "too_many_questions",
        "question.ask",
        PERMANENCE,
        "question",
        {"to": NEMOURS, "text": "Ça va\u202f?"},
    ),
    (offering, "MOST", "support_exists", "support.offer", CCAS_MELUN, "offer", LENT),
)
TAKEN = {"need": "need_exists", "place": "place_exists", "act": "act_exists", "question": "question_taken"}


def said(pen: Pen, do: str, actor: Any, **fields: Any) -> str:
    """Return the code of a refusal, empty when there was none."""
    when = {"act.record": {"occurred_at": pen.now}}.get(do, {})
    if do == "support.offer":
        when = {"start": pen.now, "end": pen.now + timedelta(hours=1)}
    try:
        pen.do(do, actor, **when, **fields)
    except Problem as problem:
        return problem.code
    return ""


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda bound: f"{bound[3]} {bound[1]}")
def test_what_comes_beyond_a_bound_is_refused_by_its_code_and_what_is_there_stays(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, code, do, actor, field, fields = bound
    monkeypatch.setattr(module, name, 2)
    pen = declared()
    assert [said(pen, do, actor, **{field: f"une-{number}"}, **fields) for number in range(2)] == ["", ""]
    before = pen.board.seq
    assert said(pen, do, actor, **{field: "une-de-trop"}, **fields) == code
    assert pen.board.seq == before
    assert said(pen, do, actor, **{field: "une-1"}, **fields) == TAKEN.get(field, "support_exists")


def test_what_is_not_there_is_said_to_be_missing_each_by_its_code() -> None:
    pen = declared()
    lack(pen)
    lent = {"quantity": 1, "start": pen.now, "end": pen.now + timedelta(hours=1)}
    asked = {
        "unknown_need": ("need.withdraw", PERMANENCE, {"need": "aucun"}),
        "unknown_place": ("place.close", PERMANENCE, {"place": "aucun"}),
        "unknown_place_commune": ("place.open", PERMANENCE, {**PLACE, "place": "salle", "commune": "77999"}),
        "unknown_support": ("support.cancel", PERMANENCE, {"support": "aucun", "reason": "Rien"}),
        "unknown_lender": ("support.propose", REPRESENTANTE, {"support": "une", "from_body": "ccas-00000", **lent}),
        "cannot_lend": ("support.propose", REPRESENTANTE, {"support": "une", "from_body": NEMOURS, **lent}),
    }
    for code, (do, actor, fields) in asked.items():
        need = {"need": next(pen.board.of(needing.NeedCard)).key} if do == "support.propose" else {}
        with pytest.raises(Problem) as refused:
            pen.do(do, actor, **need, **fields)
        assert refused.value.code == code


def test_a_file_of_too_many_rows_is_refused_and_never_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    column = Column("number", "Nombre", lambda number: number)
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    assert len(tabled("essai", "Essai", (column,), range(3)).rows) == 3
    with pytest.raises(ExportTooLarge):
        tabled("essai", "Essai", (column,), range(4))
    monkeypatch.setattr(typeset, "MOST_PRINTED", 3)
    with pytest.raises(ExportTooLarge):
        typeset.to_pdf("table.typ", {"rows": [[]] * 4})
