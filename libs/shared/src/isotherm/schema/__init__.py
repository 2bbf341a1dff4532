"""The database's schema: its tables as `alembic check` compares them, its migrations and roles.

The extra `isotherm[schema]` installs what it needs, for the migrate command and for tests. No
service imports it, so none loads SQLAlchemy or Alembic.
"""
