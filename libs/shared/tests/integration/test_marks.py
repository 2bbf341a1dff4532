"""Marks are read in µs, and are None until they are set."""

from isotherm.marks import CLOSED_TO, RAW_HORIZON, Marks, read_marks, sql_mark
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database


async def test_marks_are_none_until_they_are_set(database: Database) -> None:
    connection = await connect(database.worker)
    assert await read_marks(connection) == Marks(None, None)
    await connection.execute(
        "INSERT INTO state (key, value) VALUES ($1, to_jsonb(1795478400123))", CLOSED_TO
    )
    assert await read_marks(connection) == Marks(1_795_478_400_123_000, None)
    assert await connection.fetchval(f"SELECT {sql_mark(CLOSED_TO)}") == 1_795_478_400_123_000
    assert await connection.fetchval(f"SELECT {sql_mark(RAW_HORIZON)}") is None
    await connection.close()
