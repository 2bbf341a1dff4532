"""Which spans an installation may have."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (NOW + 5 * MINUTE, None, 201),
        (NOW + 5 * MINUTE + timedelta(milliseconds=1), None, 422),
        (NOW - HOUR, NOW + 6 * MINUTE, 422),
        (NOW - HOUR, NOW - HOUR, 422),
        (NOW - HOUR, NOW - 2 * HOUR, 422),
        (NOW - 3000 * DAY, NOW - HOUR, 201),
    ],
)
async def test_a_span_may_lie_in_the_past_but_not_in_the_future(
    api: Any, world: Any, since: datetime, until: datetime | None, status: int
) -> None:
    site = await world.site("s")
    await world.sensor(site, "fridge")
    await world.channel("new", site)
    answer = await api.install("new", since, to=None if until is None else to_ms(until))
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["field"] in ("from", "to")
