"""While history is recomputed after a change of the past, a page says so, and then shows it."""

import asyncpg
from playwright.async_api import APIRequestContext, expect

from e2e_stack import LogIn, Publish, Stack
from e2e_stored import MINUTE, publish_minutes

DEVICE, SENSOR = "harbour-spare", "harbour-office/spare-probe"
START = 1_776_679_200_000
"""20 April 2026, 10:00 UTC: apart from what other tests publish."""
HOUR = 60 * MINUTE
WARM = range(200, 230)
"""The minutes above the limit that is set later."""
MINUTES = 8 * 60
END = START + MINUTES * MINUTE
LIMITS = f"/api/v1/sensors/{SENSOR}/limits"
_SENSOR_ID = """
SELECT s.id FROM sensor s JOIN site ON site.id = s.site_id
WHERE site.slug || '/' || s.slug = $1
"""
_IS_ROLLED_UP = """
SELECT coalesce(rolled_to >= to_timestamp($2::float8 / 1000), false) FROM rollup
WHERE sensor_id = $1
"""


async def _judge(request: APIRequestContext, stack: Stack, method: str, **limits: object) -> None:
    """Set `limits` of the sensor, or delete those since the instant in them."""
    etag = (await (await request.get(LIMITS)).json())["etag"]
    headers = {"If-Match": etag, "Origin": stack.frontend}
    if method == "delete":
        answer = await request.delete(f"{LIMITS}/{limits['since']}", headers=headers)
    else:
        answer = await request.put(LIMITS, data=limits, headers=headers)
    assert answer.ok, await answer.text()


async def test_a_page_says_that_its_figures_are_about_to_change_and_shows_the_new_ones(
    log_in: LogIn, stack: Stack, publish: Publish, owner: asyncpg.Connection
) -> None:
    values = [12.0 if i in WARM else 5.0 for i in range(MINUTES)]
    await publish_minutes(publish, owner, DEVICE, START, values)
    sensor_id = await owner.fetchval(_SENSOR_ID, SENSOR)
    # until then pages count its readings themselves, and a change has nothing to recalculate
    while not await owner.fetchval(_IS_ROLLED_UP, sensor_id, END):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    ada = await log_in("ada")
    address = f"?from={START - 48 * HOUR}&to={END + 48 * HOUR}"
    pages = [
        await log_in("ada", f"/sensors/{SENSOR}{address}"),
        await log_in("ada", f"/compare{address}&sensor={SENSOR}"),
    ]
    sensor, _ = pages
    figures = sensor.get_by_test_id("statistics")
    await expect(figures).to_contain_text("12.0")
    pills = [page.get_by_test_id("recalculating") for page in pages]
    for pill in pills:
        await expect(pill).to_be_empty()

    try:
        # worker waits for whoever holds the row, and history is as it was
        async with owner.transaction():
            await owner.execute("SELECT FROM rollup WHERE sensor_id = $1 FOR UPDATE", sensor_id)
            await _judge(ada.request, stack, "put", since=END, low=None, high=None)
            await _judge(ada.request, stack, "put", since=START, low=2, high=8)
            for page, pill in zip(pages, pills, strict=True):
                await page.reload()
                await expect(pill).to_have_text("Recalculating after a change…")
                await page.evaluate("window.sameDocument = true")
            await expect(sensor.get_by_test_id("excursions-total")).to_have_count(0)
        for page, pill in zip(pages, pills, strict=True):
            await expect(pill).to_be_empty()
            assert await page.evaluate("window.sameDocument")
        await expect(sensor.get_by_test_id("excursions-total")).to_have_text("1")
        await expect(figures).to_contain_text("30 min")
    finally:
        for since in (START, END):
            await _judge(ada.request, stack, "delete", since=since)
