"""Changes of the interval: from when they hold, and that it can be learned."""

import json
from typing import Any

import pytest_asyncio
from dated_settings import DAY, INTERVAL, NOW, change, insert_fridge, put

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    return await insert_fridge(world)


async def test_an_interval_is_set_from_now_or_from_the_past(
    api: Any, world: Any, fridge: int
) -> None:
    await world.connection.execute(
        "UPDATE sensor SET learned_interval_s = 30 WHERE id = $1", fridge
    )
    seen = await api.get("vera", INTERVAL)
    assert (seen["set_s"], seen["learned_s"]) == (60, 30)
    assert seen["items"] == [{"since": None, "interval_s": 60}]
    past = to_ms(NOW - 5 * DAY)
    late = await put(api, INTERVAL, "otto", interval_s=600, since=past)
    assert late["items"] == [
        {"since": past, "interval_s": 600}, {"since": None, "interval_s": 60},
    ]  # fmt: skip
    assert (await api.get("vera", "/sensors/s/fridge"))["interval_s"] == 600
    now = await put(api, INTERVAL, "otto", interval_s=10)
    assert [setting["interval_s"] for setting in now["items"]] == [10, 600, 60]
    learned = await put(api, INTERVAL, "otto", interval_s=None)
    assert learned["set_s"] is None
    assert learned["items"][0]["interval_s"] == 30
    earlier = await put(api, INTERVAL, "otto", interval_s=20, since=past)
    assert [setting["interval_s"] for setting in earlier["items"]] == [20, 60]
    raced = await change(api, INTERVAL, seen["etag"], "otto", interval_s=5)
    assert raced.status_code == 412
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert {(row["action"], row["actor"], row["target"]) for row in rows} == {
        ("interval.set", "otto", "s/fridge")
    }
    assert json.loads(rows[0]["after"]) == {"interval_s": 600, "since": past}


async def test_a_change_from_now_is_audited_with_the_instant_it_was_made(
    api: Any, world: Any, fridge: int
) -> None:
    await put(api, INTERVAL, "otto", interval_s=10)
    await put(api, INTERVAL, "otto", interval_s=None)
    rows = await world.connection.fetch("SELECT before, after FROM audit ORDER BY id")
    assert [tuple(json.loads(state) for state in row) for row in rows] == [
        ({"interval_s": 60}, {"interval_s": 10, "since": to_ms(NOW)}),
        ({"interval_s": 10}, {"interval_s": None, "since": to_ms(NOW)}),
    ]
