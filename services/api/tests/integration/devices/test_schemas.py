"""Changes of devices and channels that are refused for their fields."""

from typing import Any

import pytest
from device_changes import change, people


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Europe/Vienna\x00"},
        {"time_zone": 1},
        {"site": "A B"},
        {"site": "a" * 65},
        {"label": ""},
        {"label": "   "},
        {"label": "a\x00b"},
        {"label": "a" * 101},
        {"label": ["a"]},
        {"notes": "a\x00b"},
        {"notes": "a" * 4001},
        {"serial": "\n"},
        {"firmware": 10**400},
        {"name": "other"},
        {"state": "known"},
        {"credential_hash": "x"},
    ],
    ids=lambda body: str(body)[:40],
)
async def test_invalid_fields_of_a_device_are_named(
    api: Any, world: Any, body: dict[str, Any]
) -> None:
    await world.channel("probe", await world.site("here"))
    answer = await change(api, "ada", body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == next(iter(body))
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_invalid_fields_of_a_channel_are_named(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    for body in (
        {"unit": "R"}, {"unit": "c"}, {"fault_list": "yes"}, {"name": "other"},
        {"fault_values": list(range(17))}, {"plausible_low": -39.9}, {"plausible_high": 59.9},
    ):  # fmt: skip
        answer = await change(api, "ada", body, "/devices/probe/channels/temperature")
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == next(iter(body))
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0
