"""The way out: who watches what, and what each is sent (architecture, section 6)."""
