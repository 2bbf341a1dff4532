"""Fixtures that start the real parts, for every test of the workspace."""
