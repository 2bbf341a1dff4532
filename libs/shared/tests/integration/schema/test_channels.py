"""A device's 64 channels: which count, which make room, and which are deleted in the end."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from isotherm_devstack.testing.database import Database

PROPOSE = "SELECT channel FROM propose_channels($1::text[], $2::text[])"
VERSION = "SELECT version FROM registry_version"
LIVE = "SELECT name FROM channel WHERE expired_at IS NULL AND state <> 'ignored' ORDER BY name"


class Channels:
    """A database with devices; `sql` may do everything, `ingest` and `worker` what they may."""

    def __init__(
        self, sql: asyncpg.Connection, ingest: asyncpg.Connection, worker: asyncpg.Connection
    ) -> None:
        self.sql, self.ingest, self.worker = sql, ingest, worker

    async def propose(self, names: Sequence[str], device: str = "gateway") -> list[str]:
        """Propose as ingest does; return the channels that were given."""
        rows = await self.ingest.fetch(PROPOSE, [device] * len(names), list(names))
        return sorted(row["channel"] for row in rows)

    async def age(self, hours: float, names: Iterable[str] | None = None) -> None:
        """Let channels have been created and heard so much earlier."""
        chosen = None if names is None else list(names)
        by = timedelta(hours=hours)
        for statement in (
            "UPDATE channel SET created_at = created_at - $1::interval,"
            " proposed_at = proposed_at - $1::interval,"
            " expired_at = expired_at - $1::interval WHERE $2::text[] IS NULL OR name = ANY ($2)",
            "UPDATE latest SET received_at = received_at - $1::interval WHERE $2::text[] IS NULL OR"
            " channel_id IN (SELECT id FROM channel WHERE name = ANY ($2))",
        ):
            await self.sql.execute(statement, by, chosen)

    async def hear(self, name: str, at: datetime | None = None) -> None:
        """Store a reading of a channel."""
        at = at or datetime.now(UTC)
        await self.sql.execute("SELECT make_day($1)", at.date())
        await self.sql.execute(
            "WITH c AS (SELECT id FROM channel WHERE name = $1), r AS (INSERT INTO reading"
            "  SELECT $2, $2, 4.5, id, 0 FROM c)"
            " INSERT INTO latest (channel_id, measured_at, received_at, value, quality)"
            " SELECT id, $2, $2, 4.5, 0 FROM c ON CONFLICT (channel_id)"
            " DO UPDATE SET received_at = excluded.received_at",
            name, at,
        )  # fmt: skip

    async def live(self) -> list[str]:
        """Return the names that take room."""
        return [row["name"] for row in await self.sql.fetch(LIVE)]

    async def expire(self, days: float = 7, most: int = 1000) -> int:
        """Let silent proposals expire as worker does."""
        before = datetime.now(UTC) - timedelta(days=days)
        return int(await self.worker.fetchval("SELECT expire_channels($1, $2)", before, most))

    async def delete(self, hours: float = 24, most: int = 1000) -> int:
        """Delete expired channels without readings as worker does."""
        before = datetime.now(UTC) - timedelta(hours=hours)
        asked = "SELECT delete_expired_channels($1, $2)"
        return int(await self.worker.fetchval(asked, before, most))


@pytest_asyncio.fixture(loop_scope="session")
async def channels(database: Database) -> AsyncIterator[Channels]:
    logins = (database.superuser, database.ingest, database.worker)
    connections = [await asyncpg.connect(dsn, timeout=30) for dsn in logins]
    yield Channels(*connections)
    for connection in connections:
        connection.terminate()


def names(count: int, prefix: str = "c") -> list[str]:
    return [f"{prefix}{number:05}" for number in range(count)]


async def test_a_full_device_takes_no_new_channel_while_all_speak(channels: Channels) -> None:
    await channels.propose(names(64))
    await channels.age(2)
    for name in names(64):
        await channels.hear(name)
    assert await channels.propose(["new"]) == []
    assert await channels.live() == names(64)


async def test_the_longest_silent_proposals_make_room(channels: Channels) -> None:
    await channels.propose(names(64))
    await channels.age(2)
    await channels.age(1, names(64)[10:13])
    for name in names(64)[20:]:
        await channels.hear(name)
    version = await channels.sql.fetchval(VERSION)
    assert await channels.propose(["new-1", "new-2"]) == ["new-1", "new-2"]
    assert await channels.sql.fetchval(VERSION) > version
    live = await channels.live()
    assert len(live) == 64
    assert set(names(64)) - set(live) < set(names(64)[10:13])


async def test_installed_ignored_and_requested_channels_do_not_make_room(
    channels: Channels,
) -> None:
    await channels.propose(names(64))
    await channels.age(2)
    await channels.sql.execute("UPDATE channel SET state = 'known' WHERE name >= 'c00001'")
    assert await channels.propose(["new", "c00000"]) == ["c00000"]
    assert await channels.propose(["new"]) == ["new"]
    await channels.sql.execute("UPDATE channel SET state = 'ignored' WHERE name = 'c00007'")
    assert await channels.propose(["room", "c00007"]) == ["c00007", "room"]
    assert await channels.propose(["none"]) == []
    assert len(await channels.live()) == 64


async def test_an_expired_channel_comes_back_before_new_ones(channels: Channels) -> None:
    await channels.propose(names(64))
    ids = await channels.sql.fetch("SELECT id FROM channel ORDER BY name")
    await channels.age(2)
    for name in names(64)[1:]:
        await channels.hear(name)
    assert await channels.propose(["new"]) == ["new"]
    await channels.age(2, ["new"])
    assert await channels.propose(["newer", "c00000"]) == ["c00000"]
    assert await channels.live() == names(64)
    assert await channels.sql.fetch(
        "SELECT id FROM channel WHERE name < 'd' ORDER BY name"
    ) == list(ids)


async def test_ever_new_names_stay_within_the_bound_of_a_day(channels: Channels) -> None:
    for hour in range(8):
        await channels.propose(names(1_000, f"h{hour}-"))
        assert len(await channels.live()) == 64
        await channels.age(2)
    assert await channels.sql.fetchval("SELECT count(*) FROM channel") == 256
    # the bound is each device's own
    assert await channels.propose(["c"], "other") == ["c"]
    await channels.age(24)
    assert await channels.propose(["tomorrow"]) == ["tomorrow"]


async def test_two_instances_agree_on_the_same_64(channels: Channels, database: Database) -> None:
    second = await asyncpg.connect(database.ingest, timeout=30)
    try:
        both = names(100)
        rounds = (
            channels.ingest.fetch(PROPOSE, ["gateway"] * 100, both),
            second.fetch(PROPOSE, ["gateway"] * 100, both[::-1]),
        )
        first, other = await asyncio.gather(*rounds)
        assert sorted(first) == sorted(other)
        assert len(first) == 64
    finally:
        await second.close()


async def test_silent_proposals_expire_and_the_version_rises_once(channels: Channels) -> None:
    await channels.propose(["silent", "speaks", "installed", "ignored"])
    await channels.sql.execute("UPDATE channel SET state = name WHERE name = 'ignored'")
    await channels.sql.execute("UPDATE channel SET state = 'known' WHERE name = 'installed'")
    await channels.age(8 * 24)
    await channels.hear("speaks")
    version = await channels.sql.fetchval(VERSION)
    assert await channels.expire(days=9) == 0
    assert await channels.expire() == 1
    assert await channels.expire() == 0
    assert await channels.sql.fetchval(VERSION) == version + 1
    assert await channels.live() == ["installed", "speaks"]
    assert await channels.propose(["silent"]) == ["silent"]
    # one that came back is not silent, whatever its newest reading says
    assert await channels.expire() == 0


async def test_a_channel_without_readings_is_deleted_a_day_after_it_expired(
    channels: Channels,
) -> None:
    await channels.propose(["stored", "never", "dropped"])
    await channels.hear("stored")
    old = datetime.now(UTC) - timedelta(days=3)
    await channels.hear("dropped", old)
    await channels.age(8 * 24)
    assert await channels.expire() == 3
    assert await channels.delete() == 0
    await channels.age(25)
    assert await channels.delete(most=10) == 1
    await channels.sql.execute("SELECT drop_day($1)", old.date())
    assert await channels.delete() == 1
    rows = await channels.sql.fetch("SELECT name FROM channel")
    assert [row["name"] for row in rows] == ["stored"]
    assert await channels.sql.fetchval("SELECT count(*) FROM latest") == 1


async def test_a_device_that_is_being_changed_is_left_for_later(
    channels: Channels, database: Database
) -> None:
    await channels.propose(["silent"])
    await channels.age(8 * 24)
    other = await asyncpg.connect(database.superuser, timeout=30)
    try:
        async with other.transaction():
            await other.execute("SELECT FROM device FOR UPDATE")
            assert await channels.expire() == 0
        assert await channels.expire() == 1
        await channels.age(48)
        async with other.transaction():
            await other.execute("SELECT FROM device FOR UPDATE")
            assert await channels.delete() == 0
        assert await channels.delete() == 1
    finally:
        await other.close()


async def test_only_a_proposal_expires(channels: Channels) -> None:
    await channels.propose(["c"])
    await channels.sql.execute("UPDATE channel SET state = 'known'")
    with pytest.raises(asyncpg.CheckViolationError):
        await channels.sql.execute("UPDATE channel SET expired_at = now()")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE channel SET fault_values = array_fill(1.5::float8, '{17}')", "fault_values"),
        ("UPDATE channel SET fault_values = '{1,NULL}'", "fault_values"),
        ("UPDATE channel SET fault_values = '{1,NaN}'", "fault_values"),
        ("UPDATE channel SET fault_values = '{-Infinity}'", "fault_values"),
        ("UPDATE channel SET plausible_low = -39.9", "plausible_low"),
        ("UPDATE channel SET plausible_low = -273.16", "plausible_low"),
        ("UPDATE channel SET plausible_high = 59.9", "plausible_high"),
        ("UPDATE channel SET plausible_high = 'NaN'", "plausible_high"),
    ],
)
async def test_a_range_holds_what_any_place_can_have(
    channels: Channels, change: str, name: str
) -> None:
    await channels.propose(["t"])
    with pytest.raises(asyncpg.CheckViolationError, match=f"ck_channel_{name}"):
        await channels.sql.execute(change)
    await channels.sql.execute(
        "UPDATE channel SET fault_values = '{0,-9}', plausible_low = -40, plausible_high = 60"
    )
    [row] = await channels.ingest.fetch("SELECT * FROM propose_channels('{gateway}', '{t}')")
    assert (row["fault_values"], row["plausible_low"], row["plausible_high"]) == ([0, -9], -40, 60)
