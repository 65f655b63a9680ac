"""The record: one append-only, numbered, chained journal per dossier, and what is derived from it at hand."""
