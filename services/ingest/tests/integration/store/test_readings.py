"""Writing readings: what is stored already, what conflicts, and what the database refuses."""

from ingest_world import World, balanced

from isotherm.reasons import Reason


async def test_a_row_the_database_refuses_is_a_reject(world: World) -> None:
    await world.sql.fetchval("SELECT make_day(current_date)")
    await world.sql.execute(
        "ALTER TABLE reading ADD CONSTRAINT ck_reading_odd CHECK (value <> 66.5)"
    )
    async with world.ingest(linger_ms=50):
        await world.send(*(str(n + 0.5) for n in range(60, 80)))
        await world.counted(19)
        await world.counted(1, "reject")
        await world.send("1")
        await world.counted(20)
    (reject,) = await world.rejects()
    assert reject["reason"] == Reason.REFUSED
    assert "ck_reading_odd" in reject["detail"]
    assert balanced(await world.ledger())
