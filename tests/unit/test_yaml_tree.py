"""A file is plain data, or it is refused with its line: no object, no bomb, no word taken for something else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.library.yaml_tree import Unreadable, read_tree

UNREADABLE: list[tuple[str, str | bytes, int, str]] = [
    ("nothing", "", 1, "fichier vide"),
    ("comments only", "# rien\n", 1, "fichier vide"),
    ("a list", "- a\n- b\n", 1, "des clés et des valeurs sont attendues"),
    ("a word", "socle", 1, "des clés et des valeurs sont attendues"),
    ("latin-1", "code: socle\ntitle: évènement\n".encode("latin-1"), 2, "n’est pas en UTF-8"),
    ("utf-16", "code: socle".encode("utf-16"), 1, "n’est pas en UTF-8"),
    ("a NUL", "code: socle\ntitle: a\0b\n", 2, "caractère interdit (U+0000)"),
    ("an escape", "code: socle\n\x1b[2J", 2, "caractère interdit (U+001B)"),
    ("10 MB", b"# " + b"a" * 10_000_000, 1, "trop volumineux"),
    ("a key twice", "code: socle\nversion: 1\ncode: feu\n", 3, "« code » écrite deux fois (déjà ligne 1)"),
    ("yes twice", "on: 1\n\non: 2\n", 3, "« on » écrite deux fois"),
    ("an alias", "a: &x [1]\nb: *x\n", 1, "ancre (« & ») interdite"),
    ("an alias of nothing", "a: *x\n", 1, "interdit"),
    ("a merge", "a:\n  <<: {b: 1}\n", 2, "fusion (« << ») interdite"),
    ("an object", "a: !!python/object/apply:os.system [ls]\n", 1, "étiquette YAML (« ! ») interdite"),
    ("a tag", "a: !!int '3'\n", 1, "étiquette YAML (« ! ») interdite"),
    ("two documents", "a: 1\n---\nb: 2\n", 2, "un seul document"),
    ("a key that is a list", "[a, b]: 1\n", 1, "une clé est un mot"),
    ("nested too deep", "a: " + "[" * 5_000 + "]" * 5_000, 1, "trop imbriqué"),
    ("never closed", "a: [1, 2\n", 2, "liste"),
    ("a tab", "a:\n\t- b\n", 2, "tabulation"),
    ("a colon", "title: Le CARE: ouvert\n", 1, "« : » inattendu"),
    ("too much", "a: [" + "1," * 70_000 + "]", 1, "trop d’éléments"),
]


@pytest.mark.parametrize(("data", "line", "reason"), [case[1:] for case in UNREADABLE], ids=[c[0] for c in UNREADABLE])
def test_a_file_that_is_not_plain_data_is_refused(data: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_tree(data.encode() if isinstance(data, str) else data)
    assert refused.value.line == line
    assert reason in re.sub("[\u00a0\u202f]", " ", str(refused.value))


def test_a_billion_laughs_are_not_laughed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(Unreadable, match="ancre"):
        read_tree(bomb.encode())


def test_text_stays_text_whatever_yaml_1_1_would_make_of_it() -> None:
    words = "{a: no, b: on, c: 012, d: 12:30:45, e: 2018-01-15, f: 1e3, g: .inf, h: Yes, i: 1_000, j: '12'}"
    root = read_tree(words.encode()).root
    assert root == dict(
        zip(
            "abcdefghij",
            ["no", "on", "012", "12:30:45", "2018-01-15", "1e3", ".inf", "Yes", "1_000", "12"],
            strict=True,
        )
    )
    assert read_tree(b"{a: 12, b: true, c: null, d: -3, no: yes}").root == {
        "a": 12, "b": True, "c": None, "d": -3, "no": "yes",
    }  # fmt: skip


def test_a_byte_order_mark_is_not_a_fault() -> None:
    assert read_tree(b"\xef\xbb\xbfcode: socle\n").root == {"code": "socle"}


def test_each_value_and_each_key_is_found_where_it_stands() -> None:
    tree = read_tree(b"a: 1\nb:\n  - c: {d: [x, y]}\n")
    assert tree.place(("b", 0, "c", "d", 1)) == (3, 16)
    assert tree.place(("b", 0, "c"), of_key=True) == (3, 5)
    assert tree.place(("b", 0, "lacking")) == (3, 5), "what is not there is placed at what should hold it"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_tree_or_unreadable(data: bytes) -> None:
    try:
        assert isinstance(read_tree(data).root, dict)
    except Unreadable as error:
        assert error.line >= 1 and str(error)
