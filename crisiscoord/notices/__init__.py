"""Messages owed to people outside the board (*avis*): who, what, sent once, with proof (docs/notices.md)."""
