"""Alembic's migrations; every change of the schema is one, first expanding, later contracting."""
