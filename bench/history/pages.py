"""Pages in a real browser: time until painted, transferred scripts, and long tasks."""

import asyncio
import statistics
import time

from bench.errors import BenchError
from bench.history.browser import GRAPH, ROWS, Browser
from bench.history.stack import Stack
from bench.history.year import MINUTE, SITE, Year
from bench.latency import percentile
from isotherm.names import topic

MS, CACHED_MS, SCRIPT_KB = "ms on a first visit", "ms with a warm cache", "kB of JavaScript"
LONGEST_MS, LONG = "longest task ms", "tasks over 50 ms"
P99 = "p99 ms"

_SEEN = """
window.seen = {};
new MutationObserver(() => {
    const value = document.querySelector('[data-sensor="SENSOR"] [data-testid="latest-value"]');
    const text = value && value.textContent;
    if (!text || window.seen[text]) return;
    window.seen[text] = 1;
    requestAnimationFrame(() => setTimeout(() => { window.seen[text] = Date.now(); }));
}).observe(document.body, { childList: true, subtree: true, characterData: true });
"""


def sensor_path(year: Year) -> str:
    """Return the address of 30 days of a sensor with a reading a minute."""
    end = int(year.end.timestamp() * 1000)
    days = min(30, (year.end - year.start).days)
    return f"/sensors/{SITE}/{MINUTE}?from={end - days * 86_400_000}&to={end}"


def compare_path(year: Year) -> str:
    """Return the address of a year of eight sensors."""
    names = [name for name in year.channels if name != MINUTE][:8]
    query = "&".join(f"sensor={SITE}/{name}" for name in names)
    end = int(year.end.timestamp() * 1000)
    return f"/compare?{query}&from={int(year.start.timestamp() * 1000)}&to={end}"


async def opened(used: Browser, path: str, ready: str, times: int) -> dict[str, float]:
    """Open a page `times` times, each time in a new tab, after one visit to warm the server."""
    cold, warm, scripts = [], [], 0
    for number in range(times + 1):
        async with used.page() as page:
            first = await used.open(page, path, ready, cached=False)
        async with used.page() as page:
            again = await used.open(page, path, ready, cached=True)
        if number:
            cold.append(first.ms)
            warm.append(again.ms)
            scripts = max(scripts, first.script_bytes)
    return {
        MS: statistics.median(cold),
        CACHED_MS: statistics.median(warm),
        "worst ms": max(cold),
        SCRIPT_KB: scripts / 1000,
    }


async def sensor_page(used: Browser, year: Year, times: int) -> dict[str, float]:
    """Measure the graph of one sensor."""
    return await opened(used, sensor_path(year), GRAPH.replace("LINES", "1"), times)


async def compare_page(used: Browser, year: Year, times: int) -> dict[str, float]:
    """Measure eight sensors in one graph."""
    lines = min(8, len(year.channels) - 1)
    return await opened(used, compare_path(year), GRAPH.replace("LINES", str(lines)), times)


async def overview_page(used: Browser, times: int) -> dict[str, float]:
    """Measure the overview of all sensors."""
    return await opened(used, "/", ROWS, times)


async def panning(used: Browser, year: Year, seconds: float = 6.0) -> dict[str, float]:
    """Pan the sensor's graph back and forth with the wheel, about as fast as a person does."""
    async with used.page() as page:
        await used.open(page, sensor_path(year), GRAPH.replace("LINES", "1"), cached=True)
        box = await page.locator('[data-testid="graph"] .u-over').bounding_box()
        if box is None:
            raise BenchError("the page has no graph to pan")
        before = await page.evaluate("document.location.href")
        await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await page.evaluate("window.longTasks.length = 0")
        began, moves = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            # mostly into the past, where there is always data
            await page.mouse.wheel(-60 if moves % 60 < 40 else 60, 0)
            await asyncio.sleep(0.016)
            moves += 1
        await page.wait_for_timeout(1_500)
        if await page.evaluate("document.location.href") == before:
            raise BenchError("panning did not move the range")
        tasks = await page.evaluate("window.longTasks")
        return {LONGEST_MS: max(tasks, default=0.0), LONG: len(tasks), "moves": moves}


async def publish_to_screen(on: Stack, used: Browser, times: int) -> dict[str, float]:
    """Measure from a device's publish, through broker, ingest, database, api and page, to paint."""
    async with used.page() as page, on.mqtt() as device:
        await device.publish(topic(on.device, "temperature"), "1.0", qos=1)
        await page.goto(f"{on.frontend}/?site={on.sensor.split('/')[0]}")
        await page.wait_for_selector('[data-live="true"]')
        await page.wait_for_selector(f'[data-sensor="{on.sensor}"] [data-testid="latest-value"]')
        await page.evaluate(_SEEN.replace("SENSOR", on.sensor))
        waits = []
        for number in range(times):
            value = f"{(100 + number * 7 % 900) / 10 + 2:.1f}"
            sent = time.time() * 1000
            await device.publish(topic(on.device, "temperature"), value, qos=1)
            await page.wait_for_function(
                "value => Object.entries(window.seen)"
                ".some(([text, at]) => text.includes(value) && at > 1)",
                arg=value, polling=20,
            )  # fmt: skip
            seen = await page.evaluate(
                "value => Object.entries(window.seen)"
                ".find(([text, at]) => text.includes(value) && at > 1)[1]",
                value,
            )
            waits.append(seen - sent)
            await page.evaluate("window.seen = {}")
            # vary the moment within a second, because some steps on the way run once a second
            await asyncio.sleep(0.3 + number * 0.137 % 1)
        waits.sort()
        return {
            "median ms": statistics.median(waits), P99: percentile(waits, 0.99),
            "worst ms": waits[-1], "publishes": len(waits),
        }  # fmt: skip
