"""Thousands of sensors are one page: found, sorted, marked, each with its day where one looks."""

import asyncpg
from playwright.async_api import expect

from bench.thousands import Fill, clear, fill
from e2e_stack import LogIn, Stack

MANY = Fill(sensors=2000, sites=12, interval_s=1800.0)
ROWS = "[data-testid=sensor-row]"


async def test_thousands_of_sensors(stack: Stack, owner: asyncpg.Connection, log_in: LogIn) -> None:
    await fill(owner, MANY)
    try:
        page = await log_in("ada")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.reload()
        await expect(page.locator(ROWS).first).to_be_visible()
        total = int(await page.locator("table").first.get_attribute("aria-rowcount") or 0)
        assert total > MANY.sensors
        assert await page.locator(ROWS).count() < 80
        # a spark for each row in view, all in a request or two, and none for the others
        await expect(page.locator(f"{ROWS} svg path").first).to_be_visible()
        listed = [url for url in asked if "/api/v1/sensors" in url or "/api/v1/series" in url]
        assert listed == []
        assert len([url for url in asked if "/api/v1/overview" in url]) == 1
        # to the end and back: the last row is there, and what holds the focus stays
        await page.keyboard.press("j")
        first = await page.evaluate("document.activeElement.dataset.row")
        await page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        last = page.locator(f'{ROWS}[aria-rowindex="{total}"]')
        await expect(last).to_be_visible()
        assert await page.evaluate("document.activeElement.dataset.row") == first
        await page.keyboard.press("x")
        await page.keyboard.press("j")
        await page.keyboard.press("x")
        await expect(page.get_by_test_id("marks")).to_contain_text("2 sensors marked")
        compare = page.get_by_test_id("marks").get_by_role("link", name="Compare")
        assert f"sensor={first}" in (await compare.get_attribute("href") or "")
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("marks")).to_have_count(0)
        # found by name, chosen by state and site, in another order
        await page.goto("/?q=freezer+12&site=bench-2")
        for name in await page.locator(f"{ROWS} th a").all_inner_texts():
            assert name.startswith("Freezer 12")
        await page.goto("/?show=fault")
        await expect(page.locator(ROWS).first).to_have_attribute("data-state", "fault")
        await page.goto("/")
        await page.get_by_role("button", name="Sensor", exact=True).click()
        await expect(page.get_by_role("columnheader", name="Sensor")).to_have_attribute(
            "aria-sort", "ascending"
        )
        await expect(page.locator(f"{ROWS} th a").first).to_contain_text("Cold room")
    finally:
        await clear(owner)
