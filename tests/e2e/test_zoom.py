"""A spike and a silence stay visible at every zoom: in the data drawn, and in its pixels."""

import json
import time
from collections.abc import Callable

import asyncpg
import pytest
from playwright.async_api import Locator, Page, expect

from e2e_graph import DRAWN, pictured
from e2e_stack import LogIn, Publish
from e2e_stored import MINUTE, until_counted, until_stored

HOUR, DAY = 3_600_000, 86_400_000
DEVICE, SENSOR = "riverside-spare", "riverside-clinic/spare-probe"
EVERY = 10 * MINUTE
SILENCE = 2 * HOUR
SPIKE = 24.0
BLUE = (0x1C, 0x5B, 0xD0)
HATCH = (0x7F, 0x89, 0x98)
"""Of the light scheme: the first line, and silence."""

Pixel = Callable[[float, float], tuple[int, int, int]]


class Year:
    """A year at ten minutes, one sample of +20 °C in it, and two hours of silence."""

    def __init__(self) -> None:
        self.end = int(time.time() * 1000) // EVERY * EVERY - 6 * HOUR
        self.start = self.end - 364 * DAY
        self.spike = self.end - 200 * DAY + 3 * EVERY
        self.silent = (self.end - 12 * DAY, self.end - 12 * DAY + SILENCE)

    def elements(self) -> list[dict[str, float]]:
        return [
            {"value": SPIKE if t == self.spike else 4 + (t // EVERY % 5) / 10, "time": t}
            for t in range(self.start, self.end, EVERY)
            if not self.silent[0] < t < self.silent[1]
        ]


async def _published(publish: Publish, owner: asyncpg.Connection) -> Year:
    year = Year()
    site, slug = SENSOR.split("/")
    await owner.execute(
        "UPDATE sensor_interval SET interval_s = $3 WHERE sensor_id ="
        " (SELECT sensor.id FROM sensor JOIN site ON site.id = site_id"
        " WHERE site.slug = $1 AND sensor.slug = $2)",
        site,
        slug,
        EVERY / 1000,
    )
    elements = year.elements()
    parts = [elements[i : i + 10_000] for i in range(0, len(elements), 10_000)]
    await publish(DEVICE, *(json.dumps(part) for part in parts))
    await until_stored(owner, DEVICE, year.start, year.end, len(elements))
    # where another test's readings were rolled up before, these are late and rolled up hour by hour
    await until_counted(owner)
    return year


async def _graph(page: Page, start: int, end: int) -> Locator:
    await page.goto(f"/sensors/{SENSOR}?from={start}&to={end}")
    graph = page.locator(DRAWN)
    await expect(graph).to_be_visible()
    await page.mouse.move(2, 2)
    return graph


async def _pixels(page: Page) -> tuple[Pixel, float, float]:
    """What stands at a place of the plot, and how wide and high the plot is, in pixels."""
    graph, shot = await pictured(page)
    x, y, wide, high = graph.plot

    def pixel(across: float, down: float) -> tuple[int, int, int]:
        r, g, b = shot.getpixel((round(x + across), round(y + down)))
        return r, g, b

    return pixel, wide, high


def _like(colour: tuple[int, int, int], other: tuple[int, int, int], within: int) -> bool:
    return max(abs(a - b) for a, b in zip(colour, other, strict=True)) <= within


def _bluish(pixel: tuple[int, int, int]) -> bool:
    """The line's blue or its band's: blue over white is less red than blue."""
    return pixel[2] - pixel[0] > 30


@pytest.mark.timeout(300)
async def test_nothing_is_hidden_by_zooming_out(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    year = await _published(publish, owner)
    page = await log_in("ada")

    start, end = year.end - 365 * DAY, year.end
    graph = await _graph(page, start, end)
    held = await graph.evaluate("e => e.isotherm")
    assert len(held["time"]) <= 2000
    at = max(range(len(held["max"])), key=lambda i: held["max"][i] or -300)
    assert held["max"][at] == SPIKE
    assert abs(held["time"][at] - year.spike) <= held["bucket"]
    assert held["avg"][at] < 10, "the average alone would hide it"
    pixel, wide, high = await _pixels(page)
    across = wide * (held["time"][at] - start) / (end - start)
    upper = [d for d in range(2, int(high * 0.4)) if any(
        _bluish(pixel(across + aside, d)) for aside in (-1, 0, 1))]  # fmt: skip
    assert min(upper, default=high) < high * 0.25, "the spike has to reach the upper part"
    assert len(upper) > 0.9 * (int(high * 0.4) - upper[0]), "and stand there without a break"
    elsewhere = wide * 0.9
    assert not any(_bluish(pixel(elsewhere, d)) for d in range(2, int(high * 0.4)))

    start = year.end - 30 * DAY
    graph = await _graph(page, start, end)
    held = await graph.evaluate("e => e.isotherm")
    assert list(year.silent) in held["gaps"]
    pixel, wide, high = await _pixels(page)
    left, right = (wide * (t - start) / (end - start) for t in year.silent)
    columns = range(round(left) - 1, max(round(right), round(left) + 3) + 1)
    hatched = [x for x in columns if any(
        _like(pixel(x, d), HATCH, 60) for d in range(4, int(high * 0.25)))]  # fmt: skip
    assert len(hatched) >= 3, "two hours in thirty days are three pixels wide at least"
    clear = wide * (year.silent[0] - DAY - start) / (end - start)
    assert not any(_like(pixel(clear, d), HATCH, 60) for d in range(4, int(high * 0.2)))
