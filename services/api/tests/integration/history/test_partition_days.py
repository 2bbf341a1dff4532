"""Readings are read from the partitions of a few known days, else from the partitioned table."""

from datetime import UTC, date, datetime, timedelta

from isotherm.history.load import EVERY_DAY
from isotherm.instants import ALWAYS
from isotherm.process.connections import connect
from isotherm_api.history.partition_days import PartitionDays
from isotherm_devstack.testing.database import Database

DAY = date(2026, 3, 29)
START = datetime(2026, 3, 29, tzinfo=UTC)


async def test_a_few_known_days_are_read_by_name(database: Database) -> None:
    owner, api = await connect(database.owner), await connect(database.api)
    seconds = 0.0
    days = PartitionDays(ttl_s=60.0, monotonic=lambda: seconds)
    try:
        for number in range(5):
            await owner.execute("SELECT make_day($1)", DAY + timedelta(days=number))
        source = await days.source(api, ALWAYS)
        within = source(START, START + timedelta(days=1))
        assert "reading_20260329" in within
        assert "reading_20260330" not in within
        both = source(START, START + timedelta(days=1, microseconds=1))
        assert "reading_20260330" in both
        for named in (within, both):
            statement = f"SELECT channel_id, measured_at, value, quality FROM {named}"
            assert await api.fetch(statement) == []
        assert source(START, START + timedelta(days=5)) == EVERY_DAY
        assert source(START - timedelta(microseconds=1), START + timedelta(hours=1)) == EVERY_DAY
        assert source(START, START) == EVERY_DAY

        await owner.execute("SELECT make_day($1)", DAY - timedelta(days=1))
        early = START - timedelta(hours=1)
        assert (await days.source(api, ALWAYS))(early, START) == EVERY_DAY
        seconds = 61.0
        assert "reading_20260328" in (await days.source(api, ALWAYS))(early, START)
    finally:
        await owner.close()
        await api.close()


async def test_a_day_before_the_raw_horizon_is_not_read_by_name(database: Database) -> None:
    worker, api = await connect(database.worker), await connect(database.api)
    days = PartitionDays()
    try:
        for number in range(2):
            await worker.execute("SELECT make_day($1)", DAY + timedelta(days=number))
        await days.source(api, ALWAYS)
        await worker.execute("SELECT drop_day($1)", DAY)
        horizon = await api.fetchval("SELECT value::bigint FROM state WHERE key = 'raw_horizon'")
        source = await days.source(api, horizon * 1000)
        assert source(START, START + timedelta(hours=1)) == EVERY_DAY
        later = START + timedelta(days=1)
        assert "reading_20260330" in source(later, later + timedelta(hours=1))
    finally:
        await worker.close()
        await api.close()
