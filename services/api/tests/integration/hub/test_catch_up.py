"""A reconnecting client is offered what changed while it was away."""

from datetime import UTC, datetime, timedelta
from typing import Any

from client_parts import access
from judged_parts import judged
from live_parts import Served, speak

from isotherm.instants import to_ms
from isotherm_api.hub.board import Board
from isotherm_api.hub.catch_up import CATCH_UP, load_missed, offer_missed
from isotherm_api.hub.client import Client
from isotherm_api.hub.queries import OVERLAP

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_a_reconnecting_client_catches_up(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    before = (await served.api.get("vera", "/overview"))["mark"]
    async with served.stream("ada") as ada:
        await speak(world, channels["here"], 2.0)
        await ada.next("latest")
    async with served.stream("vera", **{"Last-Event-ID": str(before)}) as vera:
        assert (await vera.next("latest"))["sensors"][0]["latest"]["value"] == 2.0
    for junk in ("x", "-1", "9" * 40, "٣"):
        headers = {"Last-Event-ID": junk.encode()}
        async with served.stream("vera", **headers) as vera:  # type: ignore[arg-type]  # bytes: one is no ASCII
            assert vera.answer.status_code == 200


async def written(world: Any, slug: str, at: datetime) -> int:
    """Insert a sensor whose newest reading was written at an instant."""
    site = await world.connection.fetchval("SELECT id FROM site") or await world.site("s")
    sensor, channel = await world.fed(site, slug)
    await world.readings(channel, [(NOW, 4.0, 0)])
    await world.connection.execute(
        "UPDATE latest SET written_at = $2 WHERE channel_id = $1", channel, at
    )
    assert isinstance(sensor, int)
    return sensor


def returned(mark: datetime) -> Client:
    """Return the client of an admin who was sent everything up to a mark."""
    return Client(access(), None, to_ms(mark))


async def test_each_client_may_have_missed_what_was_written_after_its_last_event(
    world: Any,
) -> None:
    first = await written(world, "first", NOW - 10 * MINUTE)
    second = await written(world, "second", NOW - MINUTE)
    long, short = returned(NOW - 20 * MINUTE), returned(NOW - 5 * MINUTE)
    missed = await load_missed(world.connection, Board(), [long, short], NOW)
    assert {client: set(sensors) for client, sensors in missed.items()} == {
        long: {first, second},
        short: {second},
    }


async def test_a_reading_that_was_written_shortly_before_the_mark_is_sent_again(
    world: Any,
) -> None:
    """It may have been committed only after the mark was read."""
    sensor = await written(world, "fridge", NOW - MINUTE - OVERLAP + timedelta(milliseconds=1))
    client = returned(NOW - MINUTE)
    assert list((await load_missed(world.connection, Board(), [client], NOW))[client]) == [sensor]


async def test_a_client_that_was_away_too_long_is_not_offered_everything(world: Any) -> None:
    await written(world, "old", NOW - CATCH_UP - MINUTE)
    recent = await written(world, "recent", NOW - CATCH_UP + MINUTE)
    client = returned(NOW - 10 * CATCH_UP)
    assert list((await load_missed(world.connection, Board(), [client], NOW))[client]) == [recent]


async def test_what_the_board_knows_is_not_read_again(world: Any) -> None:
    await written(world, "fridge", NOW)
    board = Board()
    board.update([judged(1)], to_ms(NOW - 5 * MINUTE))
    known, unknown = returned(NOW - MINUTE), returned(NOW - 10 * MINUTE)
    missed = await load_missed(world.connection, board, [known, unknown], NOW)
    assert (len(missed[known]), len(missed[unknown])) == (0, 1)
    statements: list[str] = []
    with world.connection.query_logger(lambda record: statements.append(record.query)):
        assert await load_missed(world.connection, board, [known], NOW) == {known: ()}
        assert await load_missed(world.connection, board, [], NOW) == {}
    assert statements == []


def test_a_client_is_offered_what_the_board_and_the_database_know() -> None:
    board = Board()
    board.update([judged(1), judged(2), judged(3)], 0)
    board.update([judged(2, value=5.0)], to_ms(NOW - MINUTE))
    changed, current = returned(NOW - 5 * MINUTE), returned(NOW)
    offer_missed(board, {changed: [3], current: []}, NOW, to_ms(NOW))
    [event] = changed.take()
    assert event.mark == to_ms(NOW)
    assert [b'"s/sensor-%d"' % n in event.data for n in (1, 2, 3)] == [False, True, True]
    assert current.take() == []
