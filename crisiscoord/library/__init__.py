"""The agreed texts and the territory: data read from files, once, at start."""
