"""A range that is invalid is refused by every route that takes one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import still_clock

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("path", ["/series", "/statistics", "/export"])
@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        (to_ms(NOW), to_ms(NOW), "empty"),
        (to_ms(NOW), to_ms(NOW - HOUR), "before it begins"),
        (-31_556_952_000_000_000, to_ms(NOW), "not a supported time"),
        (to_ms(NOW - 20 * 366 * DAY), to_ms(NOW), "days long"),
    ],
)
async def test_an_invalid_range_is_refused(
    api: Any, world: Any, path: str, start: int, end: int, word: str
) -> None:
    await world.fed(await world.site("s"), "fridge")
    params = {"sensor": "s/fridge", "from": start, "to": end}
    answer = await api.ask("ada", path, params=params)
    assert answer.status_code == 422
    assert word in answer.text


@pytest.mark.parametrize(
    "path", ["/series", "/statistics", "/rejects", "/ledger", "/sensors/s/fridge/rejects"]
)
async def test_without_a_range_the_last_24_hours_are_answered(
    api: Any, world: Any, path: str
) -> None:
    site = await world.site("s")
    await world.fed(site, "fridge")
    for hours in (25, 23, 1):
        at = still_clock.NOW - hours * HOUR
        await world.connection.execute(
            "INSERT INTO reject (received_at, topic, device_name, reason, detail, payload,"
            " payload_bytes, instance) VALUES ($1, 't', 'd', 'not_json', '', '', 0, 'a')",
            at,
        )
        await world.connection.execute(
            "INSERT INTO ledger_entry (hour, instance, received) VALUES ($1, 'a', 1)", at
        )
    now = to_ms(still_clock.NOW) + 1
    day = {"from": now - 86_400_000, "to": now}
    sensor = {"sensor": "s/fridge"} if path in {"/series", "/statistics"} else {}
    answers = [
        await api.get("ada", path, **sensor, **given)
        for given in (day, {}, {"from": day["from"]}, {"to": day["to"]})
    ]
    assert all(answer == answers[0] for answer in answers)
    if "hours" in answers[0]:
        assert len(answers[0]["hours"]) == 2
    if path == "/rejects":
        assert len(answers[0]["items"]) == 2
