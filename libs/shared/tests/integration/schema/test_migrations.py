"""What the migrations made: functions, triggers and constraints, and data of earlier versions."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from isotherm.process.connections import connect
from isotherm.schema import migrate
from isotherm_devstack.testing.database import Database, Databases

DAY = date(2026, 3, 29)


async def test_readings_stored_before_ledger_days_existed_are_counted_as_stored(
    databases: Databases,
) -> None:
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0006")
        owner = await connect(database.owner)
        try:
            await owner.execute("SELECT make_day($1)", DAY)
            measured = datetime(2026, 3, 29, 23, 59, tzinfo=UTC)
            received = measured + timedelta(minutes=30)
            for channel in (1, 2):
                await owner.execute(
                    "INSERT INTO reading VALUES ($1, $2, 4.5, $3, 0)", measured, received, channel
                )
            await migrate.upgrade(database.owner)
            [row] = await owner.fetch("SELECT * FROM ledger_day")
            assert tuple(row) == (DAY, datetime(2026, 3, 30, 0, 0, tzinfo=UTC), 2)
        finally:
            await owner.close()


async def test_the_api_may_read_every_partition_by_name(databases: Databases) -> None:
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0008")
        owner = await connect(database.owner)
        try:
            await owner.execute("SELECT make_day($1)", DAY)
            await migrate.upgrade(database.owner)
            await owner.execute("SELECT make_day($1)", DAY + timedelta(days=1))
        finally:
            await owner.close()
        api = await connect(database.api)
        try:
            assert await api.fetch("SELECT * FROM reading_20260329") == []
            assert await api.fetch("SELECT * FROM reading_20260330") == []
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await api.execute("DELETE FROM reading_20260330")
        finally:
            await api.close()


async def test_changes_of_limits_get_the_sensor_that_had_the_name_then(
    databases: Databases,
) -> None:
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0023")
        owner = await connect(database.owner)
        made = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
        try:
            site = await owner.fetchval(
                "INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC') RETURNING id"
            )
            sensor = await owner.fetchval(
                "INSERT INTO sensor (site_id, slug, name, created_at)"
                " VALUES ($1, 'fridge', 'Fridge', $2) RETURNING id",
                site, made,
            )  # fmt: skip
            for minutes, action in ((-5, "limits.set"), (5, "limits.set"), (6, "sensor.edit")):
                await owner.execute(
                    "INSERT INTO audit (at, actor, action, target, site_id)"
                    " VALUES ($1, 'mira', $2, 'a/fridge', $3)",
                    made + timedelta(minutes=minutes), action, site,
                )  # fmt: skip
            await migrate.upgrade(database.owner)
            rows = await owner.fetch("SELECT sensor_id FROM audit ORDER BY at")
            # the first belongs to a sensor of that name that was deleted
            assert [row["sensor_id"] for row in rows] == [None, sensor, None]
        finally:
            await owner.close()


async def test_latest_readings_after_now_are_left_to_be_found_again(databases: Databases) -> None:
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0014")
        owner = await connect(database.owner)
        try:
            device = await owner.fetchval("INSERT INTO device (name) VALUES ('a') RETURNING id")
            now = datetime.now(UTC)
            early = now + timedelta(minutes=4)
            for number, (at, good_at) in enumerate([(now, now), (early, now), (now, early)]):
                await owner.execute(
                    "WITH c AS (INSERT INTO channel (device_id, name) VALUES ($1, $2) RETURNING id)"
                    " INSERT INTO latest SELECT id, $3, $3, 4.5, 0, $4, 4.5 FROM c",
                    device, f"c{number}", at, good_at,
                )  # fmt: skip
            await migrate.upgrade(database.owner)
            [row] = await owner.fetch("SELECT measured_at, good_at FROM latest")
            assert tuple(row) == (now, now)
        finally:
            await owner.close()


async def test_concurrent_calls_make_a_day_once(database: Database) -> None:
    makers = [await connect(database.ingest) for _ in range(8)]
    try:
        for number in range(5):
            day = DAY + timedelta(days=number)
            results = await asyncio.gather(
                *(maker.fetchval("SELECT make_day($1)", day) for maker in makers)
            )
            assert sorted(results) == [False] * 7 + [True]
    finally:
        for maker in makers:
            await maker.close()


async def test_a_partition_is_made_once_and_holds_a_whole_utc_day(database: Database) -> None:
    ingest = await connect(database.ingest)
    try:
        assert await ingest.fetchval("SELECT make_day($1)", DAY) is True
        assert await ingest.fetchval("SELECT make_day($1)", DAY) is False
        first = datetime(2026, 3, 29, tzinfo=UTC)
        last = first + timedelta(days=1, microseconds=-1)
        for instant in (first, last):
            await ingest.execute("INSERT INTO reading VALUES ($1, $1, 4.5, 1, 0)", instant)
        with pytest.raises(asyncpg.CheckViolationError):
            await ingest.execute(
                "INSERT INTO reading VALUES ($1, $1, 4.5, 1, 0)", last + timedelta(microseconds=1)
            )
    finally:
        await ingest.close()


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2199, 1, 1)])
async def test_an_absurd_day_gets_no_partition(database: Database, day: date) -> None:
    ingest = await connect(database.ingest)
    try:
        with pytest.raises(asyncpg.InvalidParameterValueError):
            await ingest.fetchval("SELECT make_day($1)", day)
    finally:
        await ingest.close()


async def test_a_day_is_made_while_a_long_read_runs(database: Database) -> None:
    ingest, reader = await connect(database.ingest), await connect(database.api)
    try:
        await ingest.fetchval("SELECT make_day($1)", DAY)
        async with reader.transaction(isolation="repeatable_read"):
            await reader.fetch("SELECT * FROM reading")
            assert await ingest.fetchval("SELECT make_day($1)", DAY + timedelta(days=1)) is True
            await ingest.execute(
                "INSERT INTO reading VALUES ($1, $1, 4.5, 1, 0)",
                datetime(2026, 3, 30, tzinfo=UTC),
            )
    finally:
        await ingest.close()
        await reader.close()


async def test_dropping_a_day_raises_the_raw_horizon_and_never_lowers_it(
    database: Database,
) -> None:
    worker = await connect(database.worker)
    try:
        for day in (DAY, DAY - timedelta(days=1)):
            await worker.fetchval("SELECT make_day($1)", day)
            assert await worker.fetchval("SELECT drop_day($1)", day) is True
        assert await worker.fetchval("SELECT drop_day($1)", DAY) is False
        horizon = await worker.fetchval("SELECT value::bigint FROM state WHERE key='raw_horizon'")
        assert horizon == int(datetime(2026, 3, 30, tzinfo=UTC).timestamp() * 1000)
    finally:
        await worker.close()


async def test_a_device_gets_64_channels_and_no_more(database: Database) -> None:
    ingest = await connect(database.ingest)
    try:
        before = await ingest.fetchval("SELECT version FROM registry_version")
        propose = "SELECT channel, id FROM propose_channels($1::text[], $2::text[])"
        names = [f"c{number:02}" for number in range(65)]
        first = await ingest.fetch(propose, ["chatty"] * 10, names[:10])
        made = dict(await ingest.fetch(propose, ["chatty"] * 65, names))
        assert sorted(made) == names[:64]
        assert len(set(made.values())) == 64
        assert dict(first).items() <= made.items()
        assert await ingest.fetch(propose, ["chatty"], names[64:]) == []
        # readings of known channels are placed as before
        assert await ingest.fetchval("SELECT version FROM registry_version") == before
    finally:
        await ingest.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE channel SET unit = 'F'",
        "UPDATE channel SET fault_list = false",
        "UPDATE channel SET fault_values = '{-9}'",
        "UPDATE channel SET plausible_low = -50",
        "UPDATE channel SET plausible_high = 70",
        "UPDATE device SET time_zone = 'Europe/Vienna'",
        "DELETE FROM channel",
        "INSERT INTO state (key, value) VALUES ('raw_horizon', '1')",
    ],
)
async def test_a_change_of_how_readings_are_placed_raises_the_version(
    database: Database, change: str
) -> None:
    owner = await connect(database.owner)
    try:
        await owner.execute("SELECT propose_channels('{d}', '{c}')")
        version = "SELECT version FROM registry_version"
        before = await owner.fetchval(version)
        await owner.execute("UPDATE channel SET state = 'known'")
        assert await owner.fetchval(version) == before
        await owner.execute(change)
        assert await owner.fetchval(version) > before
    finally:
        await owner.close()


@pytest.mark.parametrize(
    ("part", "statement"),
    [
        ("ingest", "UPDATE reading SET value = 1"),
        ("ingest", "DELETE FROM reading"),
        ("ingest", "SELECT * FROM user_account"),
        ("ingest", "SELECT drop_day(current_date)"),
        ("ingest", "UPDATE reject SET payload = ''"),
        ("ingest", "DELETE FROM reject"),
        ("ingest", "UPDATE reject_count SET count = 0"),
        ("ingest", "INSERT INTO replay_job (asked_by, filter, last_id) VALUES ('', '{}', 0)"),
        ("ingest", "DELETE FROM ingest_instance"),
        ("ingest", "SELECT count_day(current_date)"),
        ("ingest", "UPDATE broker_watch SET dropped = 0"),
        ("worker", "UPDATE ingest_instance SET state = 'gone'"),
        ("worker", "UPDATE broker_drop SET count = 0"),
        ("worker", "INSERT INTO reading VALUES (now(), now(), 1, 1, 0)"),
        ("worker", "UPDATE reading SET value = 1"),
        ("api", "INSERT INTO reading VALUES (now(), now(), 1, 1, 0)"),
        ("api", "SELECT credential_hash FROM device"),
        ("api", "UPDATE replay_job SET state = 'done'"),
        ("api", "DELETE FROM audit"),
        ("api", "UPDATE audit SET actor = 'nobody'"),
        ("api", "SELECT make_day(current_date)"),
        ("api", "SELECT count_day(current_date)"),
        ("api", "UPDATE alert SET until = now()"),
        ("api", "UPDATE installation SET channel_id = 1"),
        ("api", "UPDATE device SET name = 'other'"),
        ("api", "SELECT credential_salt FROM device"),
        ("api", "UPDATE broker_account SET version = 2"),
        ("api", "UPDATE account_state SET generation = 1"),
        ("api", "DELETE FROM device"),
        ("ingest", "SELECT sealed FROM credential_wish"),
        ("api", "DELETE FROM channel"),
        ("api", "UPDATE sensor SET slug = 'other'"),
        ("api", "UPDATE reading_hour SET n = 1"),
        ("ingest", "DELETE FROM dirty"),
        ("grafana", "SELECT * FROM reading"),
        ("grafana", "SELECT * FROM access_grant"),
    ],
)
async def test_a_role_may_not(database: Database, part: str, statement: str) -> None:
    connection = await connect(getattr(database, part))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_grafana_sees_readings_by_sensor(database: Database) -> None:
    connection = await connect(database.grafana)
    try:
        assert await connection.fetch("SELECT * FROM grafana.reading") == []
        assert await connection.fetch("SELECT * FROM grafana.sensor") == []
    finally:
        await connection.close()


async def test_a_channel_supplies_one_sensor_at_a_time(database: Database) -> None:
    owner = await connect(database.owner)
    try:
        await owner.execute(
            "INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'Europe/Vienna')"
        )
        for slug in ("s1", "s2"):
            await owner.execute(
                "INSERT INTO sensor (site_id, slug, name) SELECT id, $1, $1 FROM site", slug
            )
        await owner.execute("SELECT propose_channels('{d}', '{c}')")
        install = (
            "INSERT INTO installation (channel_id, sensor_id, during) SELECT channel.id, sensor.id,"
            " tstzrange($2, $3) FROM channel, sensor WHERE sensor.slug = $1"
        )
        start = datetime(2026, 1, 1, tzinfo=UTC)
        await owner.execute(install, "s1", start, start + timedelta(days=2))
        with pytest.raises(asyncpg.ExclusionViolationError):
            await owner.execute(install, "s2", start + timedelta(days=1), None)
        await owner.execute(install, "s2", start + timedelta(days=2), None)
    finally:
        await owner.close()
