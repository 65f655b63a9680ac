"""Where the files lie that are not code: in the package when it came as a wheel, else in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "_assets" if (_PACKAGE / "_assets" / "static").is_dir() else _PACKAGE.parent


def static_dir() -> Path:
    """Return the folder served as /static; its vendor/ is there once the libraries were brought."""
    return _ROOT / "static"


def playbooks_dir() -> Path:
    """Return the folder of the agreed texts of this version; CRISISCOORD_PLAYBOOKS names another."""
    return _ROOT / "playbooks"


def data_dir() -> Path:
    """Return the folder of the territory's tables; they are package data, in a wheel as in a checkout."""
    return _PACKAGE / "library" / "data"
