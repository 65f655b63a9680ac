"""Codes that are dictated: whatever is misheard once is found, and nothing looks like something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.dictated import LENGTH, SIGNS, SPELLED, CodeMistyped, code_of, grouped, read_code, spelled

codes = st.binary(min_size=16, max_size=64).map(code_of)


def test_no_sign_is_read_for_another_and_each_letter_has_its_word() -> None:
    assert len(SIGNS) == len(set(SIGNS)) == 29
    assert not set("01ILOSZ") & set(SIGNS)
    letters = {sign for sign in SIGNS if sign.isalpha()}
    assert SPELLED.keys() == letters
    assert len({word[:3] for word in SPELLED.values()}) == len(letters)


@given(codes, st.sampled_from([str.lower, str.upper]), st.sampled_from(["", " ", "-", "\u00a0", "  "]))
def test_a_code_is_read_however_it_is_typed(code: str, case: object, between: str) -> None:
    typed = between.join(case(code))  # type: ignore[operator]
    assert read_code(typed) == code
    assert read_code(grouped(code)) == code
    assert len(code) == LENGTH and spelled(code).count(",") == LENGTH - 1


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found_wherever_it_is(code: str, at: int, sign: str) -> None:
    wrong = code[:at] + sign + code[at + 1 :]
    if wrong != code:
        with pytest.raises(CodeMistyped):
            read_code(wrong)


@given(codes, st.integers(0, LENGTH - 2))
def test_two_neighbours_exchanged_are_found(code: str, at: int) -> None:
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if wrong != code:
        with pytest.raises(CodeMistyped):
            read_code(wrong)


@given(st.text(max_size=40))
def test_anything_else_is_said_to_be_no_code(typed: str) -> None:
    try:
        assert len(read_code(typed)) == LENGTH
    except CodeMistyped as said:
        assert said.detail


def test_a_code_needs_enough_that_is_random() -> None:
    with pytest.raises(ValueError, match="sixteen"):
        code_of(b"short")
