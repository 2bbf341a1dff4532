"""A stored reading whose time turns out to be unsure counts no longer."""

from datetime import UTC, datetime, timedelta

from isotherm.instants import to_micros
from isotherm.process import connections as databases
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.doubts import doubt

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_a_doubted_reading_leaves_everything_to_the_one_before(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        channel: int = await ingest.fetchval(
            "SELECT id FROM propose_channels('{fridge}', '{temperature}')"
        )
        await ingest.fetchval("SELECT make_day($1)", AT.date())
        for at, value in ((AT - MINUTE, 4.0), (AT, 19.0)):
            await ingest.execute(
                "INSERT INTO reading VALUES ($1, $1, $2, $3, 0)", at, value, channel
            )
        await ingest.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, value, quality, good_at,"
            " good_value) VALUES ($1, $2, $2, 19.0, 0, $2, 19.0)", channel, AT,
        )  # fmt: skip
        await doubt(ingest, [])
        await doubt(ingest, [(channel, to_micros(AT)), (channel, to_micros(AT + MINUTE))])
        await doubt(ingest, [(channel, to_micros(AT))])
        rows = await ingest.fetch("SELECT quality FROM reading ORDER BY measured_at")
        assert [row[0] for row in rows] == [0, Quality.TIME_UNSURE]
        latest = await ingest.fetchrow(
            "SELECT measured_at, value, quality, good_at, good_value FROM latest"
        )
        assert tuple(latest) == (AT, 19.0, Quality.TIME_UNSURE, AT - MINUTE, 4.0)
        owner = await databases.connect(database.owner)
        try:
            dirty = await owner.fetch(
                "SELECT since, until FROM dirty WHERE channel_id = $1", channel
            )
        finally:
            await owner.close()
        assert [tuple(row) for row in dirty] == [(AT, AT)]
    finally:
        await ingest.close()
