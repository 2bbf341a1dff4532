"""Rejects whose cause is cured become readings."""
