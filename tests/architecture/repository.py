"""The files of this repository, as the rules of the house read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Neither ours nor kept: what programs make (.gitignore), and what others wrote.
_NOT_OURS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".idea",
    ".vscode",
    "__pycache__",
    "build",
    "dist",
    "node_modules",
    "var",
    "vendor",
}
_TEXTS = {
    "",
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".mako",
    ".md",
    ".mjs",
    ".py",
    ".svg",
    ".toml",
    ".txt",
    ".webmanifest",
    ".yaml",
    ".yml",
}


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file that is ours, by its path from the root, with what it says."""
    for path in _walk(ROOT):
        if path.suffix in _TEXTS:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def modules(package: str = ".") -> Iterator[tuple[Path, str]]:
    """Yield every Python file under a folder."""
    for path, text in texts():
        if path.suffix == ".py" and path.is_relative_to(package):
            yield path, text


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string of a module that is not a docstring, f-strings piece by piece."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith("_cache") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path
