"""The interval: who sets it, from when, and that it can be learned."""

import json
from typing import Any

import pytest
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
    assert [each["interval_s"] for each in now["items"]] == [10, 600, 60]
    learned = await put(api, INTERVAL, "otto", interval_s=None)
    assert learned["set_s"] is None
    assert learned["items"][0]["interval_s"] == 30
    earlier = await put(api, INTERVAL, "otto", interval_s=20, since=past)
    assert [each["interval_s"] for each in earlier["items"]] == [20, 60]
    raced = await change(api, INTERVAL, seen["etag"], "otto", interval_s=5)
    assert raced.status_code == 412
    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert {(row["action"], row["actor"], row["target"]) for row in rows} == {
        ("interval.set", "otto", "s/fridge")
    }
    assert json.loads(rows[0]["after"]) == {"interval_s": 600, "since": past}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (INTERVAL, {"interval_s": 0}, "interval_s"),
        (INTERVAL, {"interval_s": 1e9}, "interval_s"),
        (INTERVAL, {}, "interval_s"),
        (INTERVAL, {"interval_s": None, "since": to_ms(NOW - DAY)}, "body"),
        (INTERVAL, {"interval_s": 60, "since": to_ms(NOW + DAY)}, "since"),
    ],
)
async def test_an_invalid_field_of_an_interval_is_named(
    api: Any, fridge: int, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await change(api, path, "*", **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("literal", ["true", '"60"', "NaN", "Infinity", "1e400", "[60]"])
async def test_an_interval_is_a_finite_number_in_json(api: Any, fridge: int, literal: str) -> None:
    content = f'{{"interval_s": {literal}}}'
    headers = {"If-Match": "*", "Content-Type": "application/json"}
    answer = await api.ask("ada", INTERVAL, method="PUT", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "interval_s"
