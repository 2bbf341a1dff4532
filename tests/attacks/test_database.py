"""Each role of the database can do its own work and nothing else."""

import asyncpg
import pytest

from e2e_stack import Stack
from isotherm.schema.roles import dsn_for

ROLES = ("api", "ingest", "worker", "grafana")
FORBIDDEN = (
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY site FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "CREATE TABLE mine (i int)",
    "CREATE TEMP TABLE mine (i int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "CREATE ROLE mine",
    "CREATE DATABASE mine",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "SET ROLE isotherm_owner",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER SYSTEM SET log_statement = 'all'",
    "DROP TABLE reading",
    "TRUNCATE reading",
    "DELETE FROM reading",
    "DELETE FROM audit",
    "UPDATE audit SET actor = 'nobody'",
    "UPDATE reading SET value = 0",
    "DELETE FROM correction",
    "UPDATE correction SET reason = 'other'",
    "UPDATE correction SET during = '[2026-01-01,2026-01-02)'",
    "ALTER TABLE reading DISABLE TRIGGER ALL",
    "SELECT rolpassword FROM pg_authid",
    "INSERT INTO alembic_version VALUES ('9999')",
)
FOREIGN = {
    "ingest": (
        "SELECT * FROM user_account",
        "SELECT * FROM access_grant",
        "SELECT * FROM ended_session",
        "DELETE FROM limits",
        "SELECT * FROM correction",
    ),
    "worker": (
        "INSERT INTO correction (sensor_id, kind, during, reason, made_by)"
        " VALUES (1, 'set_aside', '[2026-01-01,2026-01-02)', 'Mine', 'worker')",
        "UPDATE correction SET undone_at = now(), undone_by = 'worker'",
        "SELECT * FROM shifted_readings(1)",
        "SELECT * FROM user_account",
        "SELECT * FROM access_grant",
        "SELECT * FROM ended_session",
        "SELECT * FROM propose_channels(ARRAY['atk'], ARRAY['x'])",
    ),
    "grafana": (
        "SELECT * FROM reading",
        "SELECT * FROM correction",
        "SELECT * FROM user_account",
        "SELECT * FROM access_grant",
        "SELECT * FROM propose_channels(ARRAY['atk'], ARRAY['x'])",
        "SELECT make_day('2026-01-01')",
        "SELECT drop_day('2026-01-01')",
    ),
    "api": (
        "SELECT * FROM propose_channels(ARRAY['atk'], ARRAY['x'])",
        "SELECT expire_channels(now(), 1000)",
        "SELECT delete_expired_channels(now(), 1000)",
        "SELECT drop_day('2026-01-01')",
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " VALUES (now(), now(), 1, 1, 0)",
        "DELETE FROM site",
        "SELECT * FROM shifted_readings(1)",
        "DELETE FROM reject",
    ),
}
REFUSALS = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.UndefinedTableError,
    asyncpg.InvalidParameterValueError,
)
"""Grafana does not even see our tables in its search path."""


def dsn_of(stack: Stack, role: str, database: str = "isotherm") -> str:
    """Return the DSN of a role."""
    server = f"postgresql://127.0.0.1:{stack.port('postgres')}"
    return dsn_for(server, role, stack.secret("database", role), database)


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_does_only_its_own_work(stack: Stack, role: str) -> None:
    connection = await asyncpg.connect(dsn_of(stack, role), timeout=60)
    try:
        for statement in (*FORBIDDEN, *FOREIGN[role]):
            with pytest.raises(REFUSALS):
                await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("database", ["postgres", "template1"])
async def test_a_role_connects_to_its_own_database_only(
    stack: Stack, role: str, database: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(dsn_of(stack, role, database), timeout=60)
