"""Times of a site are in its zone on every page; beside other zones each has its offset.

The browser is in a zone of no site, so that a time in the reader's zone is told from all others.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from e2e_devices import register
from e2e_stack import LogIn, Publish, Stack
from isotherm.names import topic

READER = "America/New_York"
NEPAL = "Asia/Kathmandu"
ZONES = {
    "linden-pharmacy": "Europe/Vienna",
    "northgate-cold-store": "America/Chicago",
    "riverside-clinic": NEPAL,
}
"""Of the demo's sites; one is 45 minutes off the hour."""
CLOCK = re.compile(r"\d\d:\d\d")
OFFSET = re.compile(r"UTC[+\u2212]\d\d:\d\d")

TIMES = r"""() => {
  const within = '#sheet time, [data-testid=live-state] time';
  const times = [...document.querySelectorAll(within)]
    .filter((time) => time.checkVisibility() && !time.closest('.print-only'))
    .map((time) => {
      // Of a range, the end alone may have the offset of both.
      const range = time.nextSibling?.data === ' to ' ? time.nextElementSibling : null;
      const { textContent: text, title, dateTime: at } = time;
      return { text, title, at, until: range?.textContent };
    });
  const bare = [];
  const except = 'time, code, pre, svg, input, option, caption, ' +
    '[data-testid=tooltip], tr[aria-rowindex]';
  const walker = document.createTreeWalker(document.querySelector('#sheet'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const text = node.data;
    const parent = node.parentElement;
    const offset = /UTC[+\u2212]/.test(parent.textContent);
    if (/\d\d:\d\d/.test(text) && !offset && parent.checkVisibility() && !parent.closest(except))
      bare.push(parent.textContent);
  }
  return { times, bare };
}"""


async def zones_of(page: Page) -> set[str]:
    """Return the zones of the page's times, after comparing them with each other and the foot."""
    texts: dict[str, Any] = await page.evaluate(TIMES)
    assert texts["bare"] == [], f"{page.url}: times without a zone"
    foot = str(await page.get_by_test_id("page-zone").text_content())
    zones = set()
    for time in texts["times"]:
        zone = time["title"].rsplit(", ", 1)[1].replace(" ", "_")
        zones.add(zone)
        at = datetime.fromisoformat(time["at"]).astimezone(ZoneInfo(zone))
        assert f"{at:%H:%M:%S}" in time["title"], (page.url, time)
        assert OFFSET.search(time["title"]), (page.url, time)
        if CLOCK.search(OFFSET.sub("", time["text"])):
            assert f"{at:%H:%M}" in time["text"], (page.url, time)
            if not foot.endswith("each with its offset"):
                assert zone.replace("_", " ") in foot, (page.url, time, foot)
            else:
                assert OFFSET.search(time.get("until") or time["text"]), (page.url, time, foot)
    return zones


async def opened(page: Page, path: str, shown: str) -> set[str]:
    await page.goto(path)
    await expect(page.locator(shown).first).to_be_visible()
    await expect(page.locator("[data-live=true]")).to_have_count(1)
    await expect(page.get_by_test_id("live-state").locator("time")).to_have_count(1)
    return await zones_of(page)


async def foot_says(page: Page, words: str) -> None:
    await expect(page.get_by_test_id("page-zone")).to_contain_text(words)


async def test_every_page_tells_its_times_in_the_zone_that_its_foot_names(
    log_in: LogIn, publish: Publish
) -> None:
    for device in ("riverside-fridge", "linden-fridge-1"):
        await publish(device, "4.5")
    page = await log_in("ada", timezone_id=READER)
    fridge = "/sensors/riverside-clinic/vaccine-fridge"
    assert len(await opened(page, "/", "[data-testid=strip]")) > 1
    await foot_says(page, "Site times, each with its offset")
    for path, shown in (
        ("/?site=riverside-clinic", "[data-testid=strip] time"),
        (f"{fridge}?range=24h", "[data-testid=statistics] time"),
        (f"{fridge}?tab=limits", "[data-testid=limits] time"),
        (f"{fridge}?tab=installations", "[data-testid=installations] time"),
        ("/compare?sensor=riverside-clinic/vaccine-fridge", "[data-testid=compare-table]"),
        ("/devices/riverside-fridge", "[data-testid=diagnosis] time"),
        ("/sites/riverside-clinic", "main h1"),
        ("/sites/riverside-clinic?tab=access", "main table"),
    ):
        assert await opened(page, path, shown) <= {NEPAL}
        await foot_says(page, "Site time, Asia/Kathmandu, UTC+05:45")
    for path, shown in (
        ("/ledger", "[data-testid=broker]"),
        ("/devices/broker", "[data-testid=broker-accounts] time"),
        ("/events", "main h1"),
        ("/status", "[data-testid=status] time"),
        ("/sites", "main table"),
        ("/profile", "main h1"),
    ):
        assert await opened(page, path, shown) == {READER}
        await foot_says(page, "Your time, America/New York, UTC")


async def test_a_view_in_ones_own_time_says_so(log_in: LogIn, publish: Publish) -> None:
    await publish("riverside-fridge", "4.5")
    page = await log_in("ada", timezone_id=READER)
    path = "/sensors/riverside-clinic/vaccine-fridge"
    await opened(page, path, "[data-testid=statistics] time")
    await page.get_by_role("button", name="Unit and time zone").click()
    await page.get_by_role("button", name="Mine").click()
    await foot_says(page, "Your time, America/New York, UTC")
    await expect(page.get_by_test_id("statistics").locator("time").first).to_have_attribute(
        "title", re.compile("New York")
    )
    assert await zones_of(page) == {READER}
    # below the page where there is no rail
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.get_by_test_id("page-zone-below")).to_have_text(
        re.compile("^Your time, America/New York, UTC")
    )
    await expect(page.get_by_test_id("page-zone-below")).to_be_visible()


async def test_a_reading_is_heard_at_one_time_in_lists_form_and_page(
    log_in: LogIn, stack: Stack
) -> None:
    page = await log_in("ada", timezone_id=READER)
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=2)
    prefix = f"zone-{at:%d%H%M}"
    for site in ZONES:
        device = f"{prefix}-{site}"
        password = await register(page, device, site)
        async with stack.broker_client(device, password, identifier=device) as client:
            await client.publish(
                topic(device, "temperature"),
                json.dumps({"value": 4.2, "time": int(at.timestamp())}),
                qos=1,
            )
    await page.goto(f"/devices?q={prefix}")
    heard = {}
    for site, zone in ZONES.items():
        time = page.locator(f'[data-device="{prefix}-{site}"] time').last
        await expect(time).to_have_attribute("title", re.compile(zone.replace("_", " ")))
        heard[site] = await time.get_attribute("title")
    assert await zones_of(page) >= set(ZONES.values())

    await page.goto("/proposals")
    for site, zone in ZONES.items():
        row = page.locator(f'[data-proposal="{prefix}-{site}/temperature"]')
        first = f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
        await expect(row.locator("time").first).to_contain_text(first)
        await expect(row.locator("time").first).to_contain_text(OFFSET)
        await row.click()
        form = page.get_by_test_id("install-card")
        await expect(form).to_contain_text(first)
        await expect(form).to_contain_text(zone.replace("_", " "))

    for site, zone in ZONES.items():
        await page.goto(f"/devices/{prefix}-{site}")
        shown = page.get_by_role("region", name="Details").locator("time")
        await expect(shown.first).to_have_attribute("title", re.compile(zone.replace("_", " ")))
        assert heard[site] in [await time.get_attribute("title") for time in await shown.all()]
        await foot_says(page, zone.replace("_", " "))
        assert await zones_of(page) == {zone}
