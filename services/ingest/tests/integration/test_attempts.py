"""Attempts: a batch is stored when the database is back."""

import json
import time

import asyncpg
import pytest
from ingest_world import World, balanced, until
from wire import Wire

from isotherm.process import bounded_connection, connections
from isotherm.process.background import FAILURES, Background

BEGIN = int(time.time()) - 1000
COMMIT_WAITS = """
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION wait();
SELECT pg_advisory_lock(1)
"""


def timed(number: int) -> str:
    """Return a message with a time: so many at once without one would be unsure."""
    return json.dumps({"value": number / 10, "time": BEGIN + number})


async def test_database_away_and_back(world: World) -> None:
    """The superuser's session ends as well, so it is opened again."""
    async with world.ingest() as service, world.device() as client:
        for n in range(200):
            await client.publish("sensors/fridge-1/temperature", timed(n), qos=1)
        await world.counted(200)
        postgres = await asyncpg.connect(world.database.superuser.rsplit("/", 1)[0] + "/postgres")
        await postgres.execute(f"ALTER DATABASE {world.database.name} ALLOW_CONNECTIONS false")
        await postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
            world.database.name,
        )
        for n in range(200, 400):
            await client.publish("sensors/fridge-1/temperature", timed(n), qos=1)
        await until(lambda: not service.ready()["database"], "the loss seen")
        await postgres.execute(f"ALTER DATABASE {world.database.name} ALLOW_CONNECTIONS true")
        await postgres.close()
        world.sql.terminate()
        world.sql = await asyncpg.connect(world.database.superuser)
        await world.counted(400)
    rows = await world.readings()
    assert [row["value"] for row in rows] == [n / 10 for n in range(400)]
    assert {row["quality"] for row in rows} == {0}
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["received"], ledger["stored"]) == (400, 400)


async def test_database_that_falls_silent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer comes, and no error either, as when its node died after it had taken a request."""
    monkeypatch.setattr(connections, "STATEMENT_S", 0.5)
    monkeypatch.setattr(bounded_connection, "END_S", 0.1)
    async with (
        Wire.to_database(world.database.ingest) as (wire, dsn),
        world.ingest(database_url=dsn),
    ):
        await world.send("1", "2", "3")
        await world.counted(3)
        failures = FAILURES.labels("store")._value.get()
        wire.silence()
        await world.send("4", "5", "6")
        await world.counted(6)
        assert FAILURES.labels("store")._value.get() == failures + 1
    assert balanced(await world.ledger())


async def test_a_commit_that_hangs_shows_until_it_is_decided(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may wait for a replica; nothing is stored again, or acknowledged, meanwhile."""
    monkeypatch.setattr(connections, "STATEMENT_S", 0.3)
    await world.sql.execute(COMMIT_WAITS)
    background, failures = Background(), FAILURES.labels("store")._value
    before = failures.get()
    async with world.ingest(background=background) as service:
        await world.send("1", "2", "3")
        await until(lambda: failures.get() >= before + 2, "undecided attempts counted")
        assert not background.document()["jobs"]["store"]["ok"]
        assert service.source.outstanding
        await world.sql.execute("SELECT pg_advisory_unlock(1)")
        await world.counted(3)
        await until(lambda: background.job("store").ok, "the batch stored")
    ledger = await world.ledger()
    assert (ledger["stored"], ledger["duplicate"]) == (3, 0)
