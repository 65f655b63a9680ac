"""Time: what falls due is asked for, by whoever's metronome comes first. Nothing is remembered here."""
