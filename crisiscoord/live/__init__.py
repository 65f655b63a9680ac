"""The way out: who watches what, and what each is sent (docs/architecture.md, « Live »)."""
