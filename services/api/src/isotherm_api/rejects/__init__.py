"""Messages that could not become readings."""
