"""A wild value does not stretch the axis, and is not hidden either."""

import re

import asyncpg
from playwright.async_api import expect

from e2e_graph import expect_top, hover
from e2e_stack import LogIn, Publish
from e2e_stored import MINUTE, publish_minutes

SENSOR, DEVICE = "linden-pharmacy/spare-probe", "linden-spare"
START = 1_771_927_200_000
"""24 February 2026, 10:00 UTC: apart from what other tests publish."""
MINUTES = 120
WILD = (40, 41)
"""The minutes of wild values that count: alone, such a value would be doubted."""


async def test_a_wild_value_is_marked_at_the_edge_and_told(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    values = [900.0 if i in WILD else 4 + i % 5 / 10 for i in range(MINUTES)]
    await publish_minutes(publish, owner, DEVICE, START, values)
    end = START + MINUTES * MINUTE
    page = await log_in("ada", f"/sensors/{SENSOR}?from={START}&to={end}")
    await expect_top(page, 4, 20)
    note = page.get_by_test_id("outside-axis")
    await expect(note).to_contain_text("2 readings outside the axis: 900.0")
    await expect(page.get_by_test_id("statistics")).to_contain_text("900.0")

    await hover(page, WILD[0] / MINUTES)
    await expect(page.get_by_test_id("tooltip")).to_contain_text("900.0")

    await note.get_by_role("button", name="Show all values").click()
    await page.wait_for_url(re.compile("axis=all"))
    await expect_top(page, 900, 2000)
    await note.get_by_role("button", name="Fit the axis").click()
    await expect(note).to_contain_text("outside the axis")


async def test_a_real_excursion_is_drawn_in_full(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    start = START + 24 * 60 * MINUTE
    values = [-20.0] * 60 + [-20 + 2 * i for i in range(20)] + [20.0] * 10 + [-20.0] * 30
    await publish_minutes(publish, owner, DEVICE, start, values)
    page = await log_in("ada", f"/sensors/{SENSOR}?from={start}&to={start + 120 * MINUTE}")
    await expect_top(page, 20, 100)
    await expect(page.get_by_test_id("outside-axis")).to_have_count(0)
