"""The database's schema: its tables as `alembic check` compares them, migrations, roles.

Installed with `isotherm[schema]`, for the migrate command and for tests: no service that serves
imports SQLAlchemy or Alembic.
"""
