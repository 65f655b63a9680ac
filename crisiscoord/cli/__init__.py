"""The command line (docs/protocol.md). Exit codes: 0 done, 1 refused or found wrong, 2 misused."""

from .main import main

__all__ = ["main"]
