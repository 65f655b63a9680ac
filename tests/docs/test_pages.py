"""The pages hold together: links lead somewhere, commands that are shown exist, generated files are fresh."""

import re
from pathlib import Path

import pytest

from crisiscoord.web.contract import write_generated
from tests.docs.pages import DOCS, ROOT, anchors, codes, every_page, fences, links, page
from tests.docs.test_contract_pages import VERBS

#: Names of files and folders as pages write them; `*.md` and `NNNN` are patterns, `var/` is made by the programs.
_PATH = re.compile(r"(?:crisiscoord|tests|static|playbooks|docs|domain|live|journal|library|web)/[\w./-]*")


def test_the_readme_can_be_read_in_one_go():
    assert page("README.md").count("\n") <= 120


@pytest.mark.parametrize("path", every_page(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path):
    broken = []
    for link in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists():
            broken.append(link)
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", every_page(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_is_named_is_there(path: Path):
    roots = (ROOT, ROOT / "crisiscoord")
    named = {
        match[0].rstrip("./") for code in codes(path.read_text(encoding="utf-8")) if (match := _PATH.fullmatch(code))
    }
    assert sorted(name for name in named if not any((root / name).exists() for root in roots)) == []


def test_every_target_of_make_that_is_shown_exists():
    shown = set()
    for path in every_page():
        text = path.read_text(encoding="utf-8")
        shown |= {
            word
            for code in [*codes(text), *fences(text).splitlines()]
            for word in re.findall(r"^make (?:\w+=\S+ )?([a-z-]+)", code)
        }
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    assert shown and shown <= targets


def test_every_command_line_that_is_shown_exists():
    known = {verb.split(maxsplit=1)[1] for verb in VERBS}
    groups = {verb.split()[0] for verb in known if " " in verb}
    for path in every_page():
        text = path.read_text(encoding="utf-8")
        later = re.compile(r"^## Later\n.*", re.DOTALL | re.MULTILINE)
        for line in [*codes(later.sub("", text)), *fences(text).splitlines()]:
            called = re.match(r"(?:\.venv/bin/)?crisiscoord (?!\[)([a-z]+)(?: ([a-z]+))?", line)
            if called:
                verb = f"{called[1]} {called[2]}" if called[1] in groups else called[1]
                assert verb in known, f"{path.name}: {line}"


def test_every_decision_is_in_the_list_and_numbered_without_a_gap():
    pages = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    listed = page("docs/decisions/README.md")
    for name in pages:
        title = page(f"docs/decisions/{name}").splitlines()[0]
        number, _, words = title.removeprefix("# ").partition(". ")
        assert int(number) == int(name[:4])
        assert f"[{words}]({name})" in listed


def test_the_version_in_the_making_has_its_place_in_the_changelog():
    assert "## [Unreleased]" in page("CHANGELOG.md")


def test_the_licence_is_the_one_that_the_package_names():
    assert 'license = "EUPL-1.2"' in page("pyproject.toml")
    assert page("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_the_generated_files_are_fresh():
    assert write_generated(ROOT, check=True) == []
