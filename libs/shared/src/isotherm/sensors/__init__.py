"""Sensors as they are now: their rows, the state these make, and since when."""
