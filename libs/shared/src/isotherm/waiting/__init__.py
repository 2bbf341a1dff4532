"""Waiting for the database before a part starts: for a login, and for the schema it needs.

It loads neither SQLAlchemy nor Alembic, so every part's image can wait.
"""
