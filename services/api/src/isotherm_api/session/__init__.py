"""The end of the session that a token belongs to."""
