"""What each role may do, compared with a list written by hand: a right that drifts fails here."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from isotherm.schema import migrate
from isotherm.schema.roles import GROUPS
from isotherm_devstack.testing.database import Database, Databases

TABLES = {
    "isotherm_api": {
        "public.access_grant": "DELETE INSERT SELECT UPDATE",
        "public.account_state": "SELECT",
        "public.alembic_version": "SELECT",
        "public.alert": "SELECT",
        "public.audit": "INSERT SELECT",
        "public.backup_run": "SELECT",
        "public.broker_account": "SELECT",
        "public.broker_certificate": "SELECT",
        "public.broker_drop": "SELECT",
        "public.broker_watch": "SELECT",
        "public.bundle": "SELECT",
        "public.channel": "SELECT",
        "public.correction": "INSERT SELECT",
        "public.credential_wish": "DELETE INSERT SELECT UPDATE",
        "public.database_size": "SELECT",
        "public.day_check": "SELECT",
        "public.device_link": "SELECT",
        "public.device_takeover": "SELECT",
        "public.dirty": "SELECT",
        "public.ended_session": "DELETE INSERT SELECT UPDATE",
        "public.fault": "SELECT",
        "public.gap": "SELECT",
        "public.ingest_instance": "SELECT",
        "public.installation": "DELETE INSERT SELECT",
        "public.latest": "SELECT",
        "public.ledger": "SELECT",
        "public.ledger_difference": "SELECT",
        "public.ledger_entry": "SELECT",
        "public.ledger_hour": "SELECT",
        "public.limits": "DELETE INSERT SELECT UPDATE",
        "public.link_watch": "SELECT",
        "public.login_attempt": "SELECT",
        "public.part_instance": "DELETE INSERT SELECT UPDATE",
        "public.reading": "SELECT",
        "public.reading_day": "SELECT",
        "public.reading_hour": "SELECT",
        "public.registry_version": "SELECT",
        "public.reject": "SELECT",
        "public.reject_count": "SELECT",
        "public.reject_counted": "SELECT",
        "public.reject_hour": "SELECT",
        "public.replay_job": "INSERT SELECT",
        "public.rollup": "SELECT",
        "public.sensor": "SELECT",
        "public.sensor_interval": "DELETE INSERT SELECT UPDATE",
        "public.site": "SELECT",
        "public.state": "SELECT",
        "public.user_account": "INSERT SELECT UPDATE",
    },
    "isotherm_grafana": {
        "grafana.gap": "SELECT",
        "grafana.hour": "SELECT",
        "grafana.limits": "SELECT",
        "grafana.reading": "SELECT",
        "grafana.sensor": "SELECT",
    },
    "isotherm_ingest": {
        "public.alembic_version": "SELECT",
        "public.bundle": "INSERT",
        "public.channel": "SELECT",
        "public.device": "SELECT",
        "public.dirty": "INSERT",
        "public.ingest_instance": "INSERT SELECT UPDATE",
        "public.latest": "INSERT SELECT UPDATE",
        "public.ledger_entry": "INSERT",
        "public.reading": "INSERT SELECT",
        "public.registry_version": "SELECT",
        "public.reject": "INSERT SELECT",
        "public.reject_count": "INSERT SELECT",
        "public.reject_counted": "SELECT",
        "public.reject_hour": "SELECT",
        "public.replay_job": "SELECT",
        "public.state": "SELECT",
        "public.suspect": "INSERT",
        "public.untimed": "DELETE INSERT SELECT",
    },
    "isotherm_worker": {
        "public.account_state": "SELECT UPDATE",
        "public.alembic_version": "SELECT",
        "public.alert": "DELETE INSERT SELECT UPDATE",
        "public.backup_run": "SELECT",
        "public.broker_account": "DELETE INSERT SELECT UPDATE",
        "public.broker_certificate": "SELECT UPDATE",
        "public.broker_drop": "DELETE INSERT SELECT",
        "public.broker_watch": "SELECT UPDATE",
        "public.bundle": "DELETE SELECT",
        "public.channel": "SELECT",
        "public.correction": "SELECT",
        "public.credential_wish": "DELETE SELECT",
        "public.database_size": "DELETE INSERT SELECT",
        "public.day_check": "DELETE INSERT SELECT UPDATE",
        "public.device": "SELECT",
        "public.device_link": "DELETE INSERT SELECT UPDATE",
        "public.device_takeover": "DELETE INSERT SELECT UPDATE",
        "public.dirty": "DELETE INSERT SELECT",
        "public.fault": "DELETE INSERT SELECT UPDATE",
        "public.gap": "DELETE INSERT SELECT UPDATE",
        "public.ingest_instance": "DELETE SELECT",
        "public.installation": "SELECT",
        "public.latest": "SELECT",
        "public.ledger": "INSERT SELECT UPDATE",
        "public.ledger_day": "DELETE INSERT SELECT UPDATE",
        "public.ledger_difference": "DELETE INSERT SELECT UPDATE",
        "public.ledger_entry": "DELETE SELECT",
        "public.ledger_hour": "SELECT",
        "public.limits": "SELECT",
        "public.link_watch": "SELECT UPDATE",
        "public.login_attempt": "DELETE INSERT SELECT UPDATE",
        "public.part_instance": "DELETE INSERT SELECT UPDATE",
        "public.reading": "SELECT",
        "public.reading_day": "DELETE INSERT SELECT UPDATE",
        "public.reading_hour": "DELETE INSERT SELECT UPDATE",
        "public.registry_version": "SELECT",
        "public.reject": "DELETE SELECT",
        "public.reject_count": "DELETE SELECT",
        "public.reject_hour": "DELETE INSERT SELECT UPDATE",
        "public.replay_job": "DELETE SELECT",
        "public.rollup": "DELETE INSERT SELECT UPDATE",
        "public.sensor": "SELECT",
        "public.sensor_interval": "DELETE INSERT SELECT UPDATE",
        "public.site": "SELECT",
        "public.state": "INSERT SELECT UPDATE",
        "public.suspect": "DELETE INSERT SELECT",
        "public.untimed": "SELECT",
    },
}
COLUMNS = {
    ("isotherm_api", "account_state", "UPDATE"): "apply_wanted_at check_wanted_at wanted_by",
    ("isotherm_api", "channel", "UPDATE"): (
        "dismissed_at expired_at fault_list fault_values plausible_high plausible_low proposed_at"
        " state unit"
    ),
    ("isotherm_api", "correction", "UPDATE"): "undo_reason undone_at undone_by",
    ("isotherm_api", "device", "INSERT"): (
        "credential_at credential_hash credential_salt credential_version firmware label model"
        " name notes serial site_id state time_zone"
    ),
    ("isotherm_api", "device", "SELECT"): (
        "clock_skew_ms connection connection_at created_at credential_at credential_version"
        " disabled_at firmware id label model name notes removed_at serial site_id state time_zone"
    ),
    ("isotherm_api", "device", "UPDATE"): (
        "credential_at credential_hash credential_salt credential_version disabled_at firmware"
        " label model notes removed_at serial site_id state time_zone"
    ),
    ("isotherm_api", "installation", "UPDATE"): "during",
    ("isotherm_api", "sensor", "INSERT"): "expected_interval_s name place position site_id slug",
    ("isotherm_api", "sensor", "UPDATE"): "archived_at expected_interval_s name place position",
    ("isotherm_api", "site", "INSERT"): "name slug time_zone",
    ("isotherm_api", "site", "UPDATE"): "archived_at name time_zone",
    ("isotherm_ingest", "device", "UPDATE"): "clock_skew_ms connection connection_at",
    ("isotherm_ingest", "reject", "UPDATE"): "refused_again replay_job_id replayed_at",
    ("isotherm_ingest", "replay_job", "UPDATE"): (
        "done_at done_to duplicate error instance matched refused_again replayed state"
    ),
    ("isotherm_worker", "dirty", "UPDATE"): "id",
    ("isotherm_worker", "latest", "UPDATE"): "good_at good_value quality written_at",
    ("isotherm_worker", "reading", "UPDATE"): "quality",
    ("isotherm_worker", "sensor", "UPDATE"): (
        "learned_at learned_heartbeat_s learned_interval_s learned_messages learned_span_s"
        " learned_usual_s"
    ),
}
FUNCTIONS = {
    "announce_days": "isotherm_worker",
    "count_day": "isotherm_worker",
    "count_day_by_hour": "isotherm_worker",
    "delete_sensor": "isotherm_api",
    "delete_site": "isotherm_api",
    "delete_device": "isotherm_api",
    "delete_expired_channels": "isotherm_worker",
    "doubt_readings": "isotherm_ingest",
    "drop_day": "isotherm_worker",
    "expire_channels": "isotherm_worker",
    "gap_limit": "isotherm_grafana",
    "make_day": "isotherm_ingest isotherm_worker",
    "propose_channels": "isotherm_ingest",
    "see_days": "isotherm_api isotherm_ingest isotherm_worker",
    "sensor_has_history": "isotherm_api",
    "shifted_readings": "isotherm_grafana",
    "site_has_history": "isotherm_api",
}
"""Who may execute a function of the schema; everything else there is for triggers alone."""

_TABLES = """
SELECT coalesce(rolname, 'PUBLIC') AS role, nspname || '.' || relname AS name,
       string_agg(privilege_type, ' ' ORDER BY privilege_type) AS rights
FROM pg_class c
JOIN pg_namespace n ON n.oid = relnamespace AND nspname IN ('public', 'grafana')
CROSS JOIN aclexplode(relacl) AS acl
LEFT JOIN pg_roles r ON r.oid = acl.grantee
WHERE acl.grantee <> relowner
GROUP BY 1, 2
"""
_COLUMNS = """
SELECT coalesce(rolname, 'PUBLIC') AS role, relname, privilege_type,
       string_agg(attname, ' ' ORDER BY attname) AS columns
FROM pg_attribute
JOIN pg_class c ON c.oid = attrelid AND relnamespace = 'public'::regnamespace
CROSS JOIN aclexplode(attacl) AS acl
LEFT JOIN pg_roles r ON r.oid = acl.grantee
GROUP BY 1, 2, 3
"""
_FUNCTIONS = """
SELECT proname, string_agg(coalesce(rolname, 'PUBLIC'), ' ' ORDER BY rolname) AS roles
FROM pg_proc p
CROSS JOIN aclexplode(coalesce(proacl, acldefault('f', proowner))) AS acl
LEFT JOIN pg_roles r ON r.oid = acl.grantee
WHERE proowner = 'isotherm_owner'::regrole AND acl.grantee <> proowner
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
GROUP BY p.oid, proname
"""


@pytest_asyncio.fixture(loop_scope="session")
async def superuser(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.superuser, timeout=30)
    yield connection
    await connection.close()


async def test_tables(superuser: asyncpg.Connection) -> None:
    rights: dict[str, dict[str, str]] = {}
    for row in await superuser.fetch(_TABLES):
        rights.setdefault(row["role"], {})[row["name"]] = row["rights"]
    assert rights == TABLES


async def test_columns(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(_COLUMNS)
    rights = {(row["role"], row["relname"], row["privilege_type"]): row["columns"] for row in rows}
    assert rights == COLUMNS


async def test_functions(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(_FUNCTIONS)
    assert {row["proname"]: row["roles"] for row in rows} == FUNCTIONS


async def test_grafana_cannot_make_a_device(database: Database) -> None:
    grafana = await asyncpg.connect(database.grafana, timeout=30)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await grafana.fetch("SELECT * FROM public.propose_channels(ARRAY['x'], ARRAY['y'])")
    finally:
        await grafana.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_lock(hashtext('isotherm.closed_to'))",
        "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, '\\x00')",
        "SELECT lowrite(0, '\\x00')",
    ],
)
async def test_a_reader_can_neither_lock_nor_write(database: Database, statement: str) -> None:
    grafana = await asyncpg.connect(database.grafana, timeout=30)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await grafana.execute(statement)
    finally:
        await grafana.close()


async def test_a_reader_occupies_little(database: Database, superuser: asyncpg.Connection) -> None:
    limit = "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'isotherm_grafana_login'"
    assert 0 < await superuser.fetchval(limit) <= 20
    grafana = await asyncpg.connect(database.grafana, timeout=30)
    try:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            assert await grafana.fetchval("SELECT current_setting($1)", name) != "0", name
    finally:
        await grafana.close()


async def test_a_later_function_is_closed_to_others(database: Database) -> None:
    owner = await asyncpg.connect(database.owner, timeout=30)
    try:
        await owner.execute(
            "CREATE FUNCTION public.later() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'"
        )
    finally:
        await owner.close()
    api = await asyncpg.connect(database.api, timeout=30)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await api.fetch("SELECT public.later()")
    finally:
        await api.close()


@pytest.mark.parametrize("name", ["postgres", "template1"])
@pytest.mark.parametrize("part", [group.removeprefix("isotherm_") for group in GROUPS])
async def test_no_part_connects_to_another_database(
    databases: Databases, database: Database, part: str, name: str
) -> None:
    dsn = str(getattr(database, part)).replace(f"/{database.name}", f"/{name}")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(dsn, timeout=30)


async def test_an_upgrade_closes_what_an_older_schema_left_open(databases: Databases) -> None:
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0009")
        await migrate.upgrade(database.owner)
        connection = await asyncpg.connect(database.superuser, timeout=30)
        try:
            rows = await connection.fetch(_FUNCTIONS)
        finally:
            await connection.close()
        assert {row["proname"]: row["roles"] for row in rows} == FUNCTIONS
