"""What is worked out from the cards of one type is kept while none of them changes, and not a moment longer."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.board import Board, Delta
from crisiscoord.domain.bodies import BodyCard, new_body


def names(cards: Iterable[BodyCard]) -> tuple[str, ...]:
    return tuple(card.name for card in cards)


def body(number: int, name: str) -> BodyCard:
    return new_body(body=f"ccas-{number}", kind="ccas", name=name, departement="77")


@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "drop", "hand out", "undo"]), st.integers(0, 3), st.sampled_from("abc")),
        max_size=30,
    )
)
def test_it_is_always_what_the_cards_say_now(steps: list[tuple[str, int, str]]) -> None:
    before = Board("crue")
    draft, mark = before.draft(), before.draft().mark()
    for step, number, name in steps:
        if step == "put":
            draft.draw(draft.seq + 1, b"", Delta(put=(body(number, name),)))
        elif step == "drop":
            draft.draw(draft.seq + 1, b"", Delta(drop=(f"body:ccas-{number}",)))
        elif step == "undo":
            draft.back_to(mark)
        else:
            before = draft.done()
            draft = before.draft()
            mark = draft.mark()
        for board in (draft, before):
            assert board.worked_out(BodyCard, names) == names(board.of(BodyCard))


def test_it_is_worked_out_once_for_all_the_boards_on_which_nothing_of_it_changes() -> None:
    worked: list[int] = []

    def count(cards: Iterable[BodyCard]) -> int:
        worked.append(1)
        return len(list(cards))

    draft = Board("crue").draft()
    draft.draw(1, b"", Delta(put=(body(1, "a"),)))
    board = draft.done()
    assert [board.worked_out(BodyCard, count), board.draft().worked_out(BodyCard, count)] == [1, 1]
    assert len(worked) == 1
