"""Requests for the interval: their ETag, and the instants from which it can be set."""

from typing import Any

import pytest_asyncio
from dated_settings import DAY, INTERVAL, MINUTE, NOW, change, insert_fridge, put

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


async def test_the_etag_of_a_reading_allows_the_change(api: Any, fridge: int) -> None:
    seen = await api.ask("vera", INTERVAL)
    assert seen.headers["etag"] == seen.json()["etag"]
    assert (await change(api, INTERVAL, None, "otto", interval_s=10)).status_code == 428
    changed = await change(api, INTERVAL, seen.headers["etag"], "otto", interval_s=10)
    assert changed.status_code == 200
    assert changed.headers["etag"] == changed.json()["etag"] != seen.headers["etag"]
    assert changed.json() == await api.get("vera", INTERVAL)


async def test_an_interval_cannot_begin_in_the_future(api: Any, fridge: int) -> None:
    answer = await change(api, INTERVAL, "*", interval_s=60, since=to_ms(NOW + DAY))
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "since"


async def test_an_interval_from_a_clock_a_little_ahead_begins_now(api: Any, fridge: int) -> None:
    document = await put(api, INTERVAL, interval_s=10, since=to_ms(NOW + 4 * MINUTE))
    assert document["items"][0] == {"since": to_ms(NOW), "interval_s": 10}


async def test_what_was_observed_is_told(api: Any, world: Any, fridge: int) -> None:
    assert (await api.get("vera", INTERVAL))["observed"] is None
    await world.connection.execute(
        "UPDATE sensor SET learned_interval_s = 3600, learned_usual_s = 60,"
        " learned_heartbeat_s = 3600, learned_messages = 50, learned_span_s = 38340,"
        " learned_at = $2 WHERE id = $1", fridge, NOW,
    )  # fmt: skip
    document = await api.get("vera", INTERVAL)
    assert document["observed"] == {
        "usual_s": 60, "heartbeat_s": 3600, "too_fast": False, "messages": 50, "span_s": 38340,
        "at": to_ms(NOW),
    }  # fmt: skip
    assert document["contradicted"] is True
