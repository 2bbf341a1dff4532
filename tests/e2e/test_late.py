"""What arrives a month late changes hours, days, figures, the ETag and the graph."""

import json
import time
from typing import Any

import asyncpg
from playwright.async_api import Page, expect

from e2e_stack import LogIn, Publish

SENSOR, DEVICE = "linden-pharmacy/spare-probe", "linden-spare"
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SPIKE = 24.0

_ROLLED = """
SELECT (SELECT max(most) FROM reading_hour WHERE sensor_id = s.id AND hour <= $2
            AND hour > $2 - interval '90 minutes') AS hour,
       (SELECT max(most) FROM reading_day WHERE sensor_id = s.id
            AND day = ($2 AT TIME ZONE site.time_zone)::date) AS day
FROM sensor s JOIN site ON site.id = s.site_id WHERE site.slug || '/' || s.slug = $1"""


async def until_rolled(owner: asyncpg.Connection, at: int, most: float) -> None:
    """Returns when the hour and the day of an instant have that greatest value."""
    instant = await owner.fetchval("SELECT to_timestamp($1::float8 / 1000)", at)
    while True:
        row = await owner.fetchrow(_ROLLED, SENSOR, instant)
        if row is not None and row["hour"] == row["day"] == most:
            return
        await owner.fetchval("SELECT pg_sleep(0.1)")


async def asked(page: Page, route: str, start: int, end: int, points: int) -> tuple[Any, str]:
    """The one sensor's document and the answer's ETag, as the page's own requests get them."""
    more = f"&points={points}" if route == "series" else ""
    answer = await page.request.get(f"/api/v1/{route}?sensor={SENSOR}&from={start}&to={end}{more}")
    document = await answer.json()
    return document["sensors"][0], answer.headers["etag"]


async def test_a_reading_of_last_month_is_everywhere(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    page = await log_in("vera")
    day = int(time.time() * 1000) // DAY * DAY - 40 * DAY
    start, end, at = day - 5 * DAY, day + 5 * DAY, day + 10 * HOUR + 30 * MINUTE + 30_000
    quiet = [{"value": 4.0, "time": t} for t in range(day, day + DAY, MINUTE)]
    await publish(DEVICE, json.dumps(quiet))
    await until_rolled(owner, at, 4.0)
    ranges = [
        (day + 10 * HOUR, day + 11 * HOUR, 720),
        (start, end, 10),
        (end - 150 * DAY, end, 720),
    ]
    before = [await asked(page, "series", *span) for span in ranges]
    assert all(set(series["max"]) == {4.0} for series, _ in before)
    await publish(DEVICE, json.dumps({"value": SPIKE, "time": at}))
    await until_rolled(owner, at, SPIKE)
    for span, (_, tag) in zip(ranges, before, strict=True):
        series, changed = await asked(page, "series", *span)
        assert max(series["max"]) == SPIKE
        assert changed != tag
        figures, _ = await asked(page, "statistics", *span)
        assert figures["max"] == {"value": SPIKE, "time": at}
        assert figures["n"] == sum(series["count"])
    await page.goto(f"/sensors/{SENSOR}?from={start}&to={end}")
    await expect(page.get_by_text("24.0").first).to_be_visible()
