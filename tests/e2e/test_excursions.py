"""Excursions in list, figure and lane, and what is in sight: on a desk, a phone, at 200 % zoom."""

import json
import time

import asyncpg
import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from e2e_graph import DRAWN
from e2e_stack import LogIn, Publish
from e2e_stored import until_counted, until_stored

MINUTE, HOUR = 60_000, 3_600_000
DEVICE, SENSOR = "northgate-spare", "northgate-cold-store/spare-probe"
HIGH = -15.0
"""The high limit of these hours, °C."""


class Morning:
    """Three hours at a minute: ten minutes above the limit, and four later."""

    def __init__(self) -> None:
        self.end = int(time.time() * 1000) // HOUR * HOUR - 20 * 24 * HOUR
        self.start = self.end - 3 * HOUR
        self.first = (self.start + HOUR, self.start + HOUR + 10 * MINUTE)
        self.second = (self.start + 2 * HOUR, self.start + 2 * HOUR + 4 * MINUTE)

    def _out(self, at: int) -> bool:
        return any(begin <= at < end for begin, end in (self.first, self.second))

    def elements(self) -> list[dict[str, float]]:
        times = range(self.start, self.end, MINUTE)
        return [{"value": -12.5 if self._out(t) else -18.0, "time": t} for t in times]


async def _published(publish: Publish, owner: asyncpg.Connection) -> Morning:
    morning = Morning()
    site, slug = SENSOR.split("/")
    sensor_id = await owner.fetchval(
        "SELECT sensor.id FROM sensor JOIN site ON site.id = site_id"
        " WHERE site.slug = $1 AND sensor.slug = $2",
        site,
        slug,
    )
    await owner.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by)"
        " VALUES ($1, to_timestamp($2::float8 / 1000), -25, $3, 'e2e') ON CONFLICT DO NOTHING",
        sensor_id,
        morning.start - HOUR,
        HIGH,
    )
    elements = morning.elements()
    await publish(DEVICE, json.dumps(elements))
    await until_stored(owner, DEVICE, morning.start, morning.end, len(elements))
    await until_counted(owner)
    return morning


async def _in_sight(page: Page, *parts: Locator) -> None:
    """Each part lies wholly in the viewport, without scrolling."""
    assert await page.evaluate("window.scrollY") == 0
    size = page.viewport_size
    assert size is not None
    for part in parts:
        box = await part.bounding_box()
        assert box is not None, part
        assert box["y"] >= 0, (part, box)
        assert box["y"] + box["height"] <= size["height"], (part, box, size)
        assert box["x"] + box["width"] <= size["width"], (part, box, size)


async def test_list_figure_and_lane_agree(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    morning = await _published(publish, owner)
    page = await log_in("ada", viewport={"width": 1280, "height": 720})
    for size in ({"width": 1280, "height": 720}, {"width": 1440, "height": 900}):
        await page.set_viewport_size(size)
        await page.goto(f"/sensors/{SENSOR}?from={morning.start}&to={morning.end}")
        await expect(page.locator(DRAWN)).to_be_visible()
        entries = page.locator("[data-excursion]")
        await expect(entries).to_have_count(2)
        figures = page.get_by_test_id("statistics")
        await expect(figures).to_contain_text("2 times")
        await _in_sight(page, page.locator(DRAWN), figures, entries.nth(0), entries.nth(1))

    begins = await entries.evaluate_all("all => all.map(e => Number(e.dataset.excursion))")
    assert begins == [morning.second[0], morning.first[0]]
    await expect(entries.nth(1)).to_contain_text("10\u00a0min")
    await expect(entries.nth(1)).to_contain_text("\u221212.5\u00a0°C")
    await expect(page.get_by_test_id("stat-above")).to_contain_text("14\u00a0min")

    # by keyboard to the first one, whose graph, rows and figure are its own
    await entries.nth(0).focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**excursion={morning.first[0]}-{morning.first[1]}**")
    await expect(entries).to_have_count(1)
    await expect(page.get_by_test_id("stat-above")).to_contain_text("10\u00a0min")
    await expect(page.get_by_test_id("stat-above")).to_contain_text("once")
    shared = page.url
    await page.get_by_role("tab", name="Table").click()
    rows = page.locator("[data-testid=series-table] tbody tr")
    await expect(rows).to_have_count(10)
    await expect(page.locator("[data-testid=series-table] tbody tr[data-out]")).to_have_count(10)

    # its address shows the same to others, and the browser's history leads back
    await page.goto(shared)
    await expect(page.locator("[data-excursion][aria-current]")).to_have_count(1)
    await page.get_by_test_id("excursion-back").click()
    await expect(entries).to_have_count(2)
    await page.go_back()
    await expect(entries).to_have_count(1)


LABELS = {
    "table": ("series-table", ("Offset", "Value", "Against limits")),
    "limits": ("limits", ("Low", "High", "Set by")),
    "installations": ("installations", ("From", "Until", "Duration")),
}
"""The tables of a sensor's tabs, and words that stand beside the values of their rows."""


@pytest.mark.parametrize(
    "size", [{"width": 390, "height": 844}, {"width": 640, "height": 360}], ids=["phone", "zoom"]
)
async def test_a_small_window_leaves_nothing_out(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection, size: ViewportSize
) -> None:
    morning = await _published(publish, owner)
    page = await log_in("ada", viewport=size)
    view = f"/sensors/{SENSOR}?from={morning.start}&to={morning.end}"
    await page.goto(view)
    await expect(page.locator(DRAWN)).to_be_visible()
    for fact in ("Limits", "Device", "Expected interval", "Site time"):
        await expect(page.locator("main header dt").get_by_text(fact, exact=True)).to_be_visible()
    for word in ("readings", "limits", "out of range", "One point is one reading"):
        await expect(page.get_by_text(word, exact=True).first).to_be_visible()
    await expect(page.get_by_test_id("navigator")).to_be_visible()
    await expect(page.get_by_test_id("statistics")).to_be_visible()
    await expect(page.locator("[data-excursion]").first).to_be_visible()
    await page.get_by_role("button", name="Unit and time zone").click()
    await expect(page.get_by_role("group", name="Unit of this view")).to_be_visible()
    box = await page.locator(DRAWN).bounding_box()
    assert box is not None
    assert box["height"] < size["height"] - 100, "the bars above and below leave room for it"

    for tab, (table, labels) in LABELS.items():
        await page.goto(f"{view}&tab={tab}")
        # the newest row of the table is the silence after the last reading, in one cell
        row = page.locator(f"[data-testid={table}] tbody tr:not([data-kind])").first
        for label in labels:
            await expect(row.get_by_text(label, exact=True)).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], tab
