"""The rules of the house that no linter knows: words, sizes, what may not be written anywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import modules, sentences, texts

MAX_LINES = 400
HERE = Path("tests/architecture")  # the rules name what they forbid
DATA = Path("crisiscoord/library/data")

LEFT_OVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|type: ignore(?!\[)")
MACHINES = re.compile(r"(?<![\w./*])/(?:work|farm|root|home|Users)/\w|[A-Z]:\\Users\\")
REGISTRIES = re.compile(r"pythonhosted|registry\.npmjs|registry\.yarnpkg|pypi\.org/simple|index-url|\"resolved\":")
# Gwenn and Mistral are also a first name, a town, a wind: only the makers and their wares are meant.
MAKING = re.compile(
    r"\b(anthropic|claude(?:\.ai| (?:ai|code|opus|sonnet|haiku))|chatgpt|openai|copilot|mistral ai|llms?"
    r"|language models?|co-authored-by)\b",
    re.I,
)
E_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
PHONE = re.compile(r"(?<![\w.])(?:\+33 ?|0)[1-79](?:[ .]?\d\d){4}(?![\w.])")
# A page or a module that is cited, and a section of a page by its number: ours are found by their headings.
CITED = re.compile(r"(?<![\w/.*{}<>:@-])(?:\.{0,2}/)*((?:[\w-]+/)*[\w-]+\.(?:md|py))(?![\w*.-]*\w)")
SECTION = re.compile(r"\b(?:architecture|domain|protocol|stack)(?:\.md)?`?,? (?:section )?\d+(?:\.\d+)?\b(?! [a-z])")
#: Made by the programs, or by a test in a folder of its own.
NOT_KEPT = {"verifier.py", "test_four.py"}
FICTION = re.compile(r"(?:\+33|0)(?:19900|26191|35301|46571|53649|63998)")
# Before ; ! ? and » a narrow no-break space, before : a no-break space, and one after «.
LOOSE_PUNCTUATION = re.compile(r"(?<=[\w)»’}][\w)»’}]) (?=(?:[;!?»]|:)(?:\s|$))|« |^ (?=[;!?»:](?:\s|$))")


CAUGHT = {
    LEFT_OVERS: ["# TODO: later", "raise NotImplementedError", "x = 1  # type: ignore"],
    MACHINES: ["/home/ada/crisiscoord", "cd /work/tree", "see (/root/x)"],
    REGISTRIES: [
        "https://registry.npmjs.org/htm",
        "--index-url x",
        '"resolved": "x"',
        "files.pythonhosted.org",
    ],
    MAKING: ["Co-Authored-By: x", "an LLM said", "claude code"],
    PHONE: ["01 23 45 67 89", "+33 6 12 34 56 78", "0612345678"],
    SECTION: ["(architecture, section 5)", "(architecture 10.6)", "(`domain.md` 7.2)", "domain 5.7;"],
    LOOSE_PUNCTUATION: ["Qui ?", "Vide : rien", "« mot", "mot » dit", "non ; oui", " : suite"],
}
LEFT_ALONE = {
    LEFT_OVERS: ["x = 1  # type: ignore[misc]", "todo"],
    MACHINES: ["tests/work/x", "/api/home/x", "https://exemple.invalid/home/x"],
    MAKING: ["un assistant de service social", "Saint-Gwenn", "un fort mistral"],
    PHONE: ["2026-07-14", "0.1234567890", "77333"],
    SECTION: ["protocol 4 times", "an architecture", "UUID 7 (RFC 9562, section 5.7)"],
    LOOSE_PUNCTUATION: ["Qui\u202f?", "Vide\u00a0: rien", "a ? b", "12:30", "x = :y", "sqlite:///x"],
}


def broken(rule: re.Pattern[str], files: Iterator[tuple[Path, str]]) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}"
        for path, text in files
        if not path.is_relative_to(HERE)
        for match in rule.finditer(text)
    ]


def test_the_rules_catch_what_they_forbid_and_nothing_else():
    assert [(rule.pattern, text) for rule, caught in CAUGHT.items() for text in caught if not rule.search(text)] == []
    assert [(rule.pattern, text) for rule, alone in LEFT_ALONE.items() for text in alone if rule.search(text)] == []


def test_every_file_is_utf8_and_ends_its_last_line():
    assert [str(path) for path, text in texts() if text and not text.endswith("\n")] == []


def test_a_python_file_stays_small_enough_to_be_read():
    assert [str(path) for path, text in modules() if text.count("\n") > MAX_LINES] == []


def test_nothing_is_left_for_later():
    assert broken(LEFT_OVERS, texts()) == []


def test_no_path_of_one_machine_is_written():
    assert broken(MACHINES, texts()) == []


def test_no_address_of_a_package_registry_is_written():
    assert broken(REGISTRIES, ((path, text) for path, text in texts() if path.name != "Makefile")) == []


def test_nothing_speaks_of_how_the_project_was_made():
    assert broken(MAKING, texts()) == []


def test_what_is_cited_is_in_the_repository():
    """A rule says where it comes from; who reads it must be able to go and look."""
    read = [(path, text) for path, text in texts() if path.suffix in {".py", ".md", ".js", ".mjs", ".css", ".yaml", ""}]
    kept = {end for path, _ in texts() for end in _ends(path)}
    cited = [
        (match[1], f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[1]}")
        for path, text in read
        if not path.is_relative_to(HERE)
        for match in CITED.finditer(text)
    ]
    assert len(cited) > 200
    assert [where for name, where in cited if name not in kept and name not in NOT_KEPT] == []
    assert broken(SECTION, iter(read)) == []


def _ends(path: Path) -> Iterator[str]:
    """Yield the ways to name a file: by its name alone, by its last folders, by its path."""
    yield from ("/".join(path.parts[start:]) for start in range(len(path.parts)))


def test_every_e_mail_address_is_evidently_an_example():
    found = [
        f"{path}: {match[0]}"
        for path, text in texts()
        if not path.is_relative_to(DATA)
        for match in E_MAIL.finditer(text)
        if not re.search(r"(?:^|\.)(?:invalid|test|localhost|example(?:\.\w+)?)$|^127\.0\.0\.1$", match[1])
    ]
    assert found == []


def test_every_telephone_number_is_of_a_range_kept_for_fiction():
    found = [
        f"{path}: {match[0]}"
        for path, text in texts()
        if path.suffix != ".csv" and not path.is_relative_to(HERE)
        for match in PHONE.finditer(text)
        if not FICTION.match(re.sub(r"[ .]", "", match[0]))
    ]
    assert found == []


def test_no_name_of_ours_says_event():
    """The word means too many things already: a fact, an entry, a crisis, a deadline."""
    found = []
    for path, text in modules("crisiscoord"):
        names = [path.stem, *_names_given(ast.parse(text))]
        found += [
            f"{path}: {name}" for name in names if re.search(r"(?:^|_)events?(?:_|$)|(?:E|e)vents?(?=[A-Z]|$)", name)
        ]
    assert found == []


def test_what_is_read_in_french_has_its_no_break_spaces():
    found = [
        f"{path}:{line}: {text.strip()[:80]!r}"
        for path, source in modules("crisiscoord")
        for line, text in sentences(ast.parse(source))
        if LOOSE_PUNCTUATION.search(text)
    ]
    assert found == []


def _names_given(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module gives: functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
