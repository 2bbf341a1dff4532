"""Make readings of kept rejects when an operator asks for it."""
