"""A range that is invalid is refused by every route that takes one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
