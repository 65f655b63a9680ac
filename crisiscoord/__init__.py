"""crisiscoord: one journal per crisis, one board that everybody sees, live."""

__version__ = "0.1.0"
