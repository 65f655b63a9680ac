"""The pages written for people: what they link to, name and show."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


def page(name: str) -> str:
    """Return a page by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def every_page() -> list[Path]:
    """Return the pages, generated ones included."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def fences(text: str) -> str:
    """Return what stands in blocks of code."""
    return "\n".join(_FENCE.findall(text))


def prose(text: str) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text)


def codes(text: str) -> set[str]:
    """Return what stands between backticks outside blocks."""
    return set(_CODE.findall(prose(text)))


def words_of_code(text: str) -> set[str]:
    """Return each word that stands between backticks, `crisis.stand_down` and `task` alike."""
    return {word for code in codes(text) for word in re.findall(r"[\w.]+", code)}


def links(text: str) -> list[str]:
    """Return the targets of links."""
    return _LINK.findall(_CODE.sub("", prose(text)))


def anchors(text: str) -> set[str]:
    """Return the anchors that headings give."""
    return {_anchor(heading) for heading in _HEADING.findall(prose(text))}


def rows(text: str) -> list[str]:
    """Return the rows of tables."""
    return [line for line in text.splitlines() if line.startswith("|")]


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")
