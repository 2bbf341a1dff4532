"""Sensors as they are now: their rows, the state that follows, and since when it holds."""
