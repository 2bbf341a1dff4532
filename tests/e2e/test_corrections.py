"""Operators correct readings: one is set aside, a stretch is re-read, another one is shifted."""

import asyncio
from collections.abc import Callable

import asyncpg
from playwright.async_api import Locator, Page, Route, expect

from e2e_graph import drawn_graph, expect_top, hover
from e2e_stack import LogIn, Publish, Stack
from e2e_stored import MINUTE, publish_minutes

DEVICE, SENSOR = "linden-spare", "linden-pharmacy/spare-probe"
START = 1_776_160_800_000
"""14 April 2026, 10:00 UTC, noon in Vienna: apart from what other tests publish."""
MINUTES = 60
END = START + MINUTES * MINUTE
FALSE, VALUE = 40, 48.0
"""The minute of the false reading, and what it says; the air of a room can be as warm."""
DAY = 24 * 60 * MINUTE


async def export(page: Page, stack: Stack) -> list[str]:
    """Return the lines of the raw export of the hour, without the times of receipt."""
    answer = await page.request.get(
        f"{stack.frontend}/api/v1/export?sensor={SENSOR}&from={START}&to={END}&resolution=raw"
    )
    assert answer.ok, await answer.text()
    return [",".join(line.split(",")[:5]) for line in (await answer.text()).splitlines()]


async def held_back(page: Page, url: str) -> Callable[[], None]:
    """Hold the requests of an address back; return what lets them go."""
    released = asyncio.Event()

    async def hold(route: Route) -> None:
        await released.wait()
        await route.continue_()

    await page.route(url, hold)
    return released.set


async def confirm(dialog: Locator, reason: str, button: str) -> None:
    """Give the reason and confirm, once the preview says what it will change."""
    await expect(dialog.get_by_test_id("preview")).to_be_visible()
    await dialog.get_by_role("textbox", name="Reason").fill(reason)
    await dialog.get_by_role("button", name=button).click()
    await expect(dialog).to_have_count(0)


async def judged(page: Page, stack: Stack) -> None:
    """Judge the day of the readings by 2 to 8 °C, and no other."""
    limits = f"/api/v1/sensors/{SENSOR}/limits"
    for since, low, high in ((START - 60 * MINUTE, 2, 8), (END + 60 * MINUTE, None, None)):
        etag = (await (await page.request.get(limits)).json())["etag"]
        answer = await page.request.put(
            limits,
            data={"since": since, "low": low, "high": high},
            headers={"If-Match": etag, "Origin": stack.frontend},
        )
        assert answer.ok, await answer.text()


async def test_a_false_reading_is_set_aside_and_counted_again(
    log_in: LogIn, stack: Stack, publish: Publish, owner: asyncpg.Connection
) -> None:
    ada = await log_in("ada")
    await judged(ada, stack)
    values = [VALUE if i == FALSE else 4 + i % 5 / 10 for i in range(MINUTES)]
    await publish_minutes(publish, owner, DEVICE, START, values)

    omar = await log_in("omar", f"/sensors/{SENSOR}?from={START}&to={END}")
    await expect_top(omar, 48, 100)
    figures = omar.get_by_test_id("statistics")
    await expect(figures).to_contain_text("48.0")
    await expect(omar.get_by_test_id("excursions-total")).to_have_text("1")
    before = await export(omar, stack)

    await omar.get_by_role("tab", name="Table").click()
    await omar.get_by_role("button", name="Correct the reading of Tue 14 Apr, 12:40:00").click()
    dialog = omar.get_by_role("dialog")
    await expect(dialog.get_by_test_id("preview")).to_contain_text(
        "1 excursion of this time would no longer be counted"
    )
    await confirm(dialog, "Probe held in a hand", "Set 1 reading aside")
    row = omar.get_by_role("row", name="48.0 set aside")
    await expect(row).to_contain_text("Probe held in a hand")

    await omar.get_by_role("tab", name="Graph").click()
    await expect_top(omar, 4, 20)
    await expect(figures).not_to_contain_text("48.0")
    await expect(omar.get_by_test_id("no-excursions")).to_be_visible()
    await expect(omar.get_by_test_id("outside-axis")).to_contain_text("48.0")
    after = await export(omar, stack)
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [(a.endswith(",ok"), b.endswith(",set_aside")) for a, b in changed] == [(True, True)]

    vera = await log_in("vera")
    release = await held_back(vera, "**/corrections?*")
    await vera.goto(f"{stack.frontend}/sensors/{SENSOR}?from={START}&to={END}")
    await hover(vera, FALSE / MINUTES)
    tip = vera.get_by_test_id("tooltip")
    await expect(tip).to_contain_text("set aside; not counted")
    # what comes while the mouse rests is in the figures, too
    release()
    await expect(tip).to_contain_text("Set aside by Omar Haddad")
    await expect(tip).to_contain_text("Probe held in a hand")
    await vera.get_by_role("tab", name="Corrections").click()
    listed = vera.get_by_test_id("corrections").get_by_role("row", name="Probe held in a hand")
    await expect(listed).to_contain_text("Omar Haddad")
    await expect(vera.get_by_role("button", name="Undo")).to_have_count(0)

    await omar.get_by_role("tab", name="Corrections").click()
    await omar.get_by_role("button", name="Undo: set aside, Tue 14 Apr 2026, 12:40").click()
    card = omar.get_by_test_id("undo-correction")
    await card.get_by_role("textbox", name="Reason").fill("It was the truth")
    await card.get_by_role("button", name="Undo this correction").click()
    await expect(card).to_have_count(0)
    await omar.get_by_role("checkbox", name="Show undone").check(force=True)
    await expect(omar.get_by_test_id("corrections")).to_contain_text("It was the truth")
    await omar.get_by_role("tab", name="Graph").click()
    await expect_top(omar, 48, 100)
    await expect(figures).to_contain_text("48.0")
    await expect(omar.get_by_test_id("excursions-total")).to_have_text("1")
    assert await export(omar, stack) == before


async def test_a_stretch_is_read_in_fahrenheit_and_another_one_shifted(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    start = START + DAY
    await publish_minutes(publish, owner, DEVICE, start, [4.0] * 30 + [41.0] * 30)
    page = await log_in("omar", f"/sensors/{SENSOR}?from={start}&to={start + MINUTES * MINUTE}")
    await expect_top(page, 41, 100)
    await page.get_by_role("button", name="Correct this stretch…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Read in another unit").click()
    await dialog.get_by_role("textbox", name="From").fill("15 Apr 2026 12:30")
    await confirm(dialog, "Switched to °F", "Read 30 readings as °F")
    await expect_top(page, 5, 20)
    await expect(page.get_by_test_id("stat-max")).to_contain_text("5.0")

    start += DAY
    end = start + 10 * MINUTE
    await publish_minutes(publish, owner, DEVICE, start, [4.5] * 10)
    await page.goto(f"/sensors/{SENSOR}?from={start - 120 * MINUTE}&to={end}")
    await drawn_graph(page)
    await page.get_by_role("button", name="Correct this stretch…").click()
    await dialog.get_by_role("button", name="Shift in time").click()
    await dialog.get_by_role("textbox", name="From").fill("16 Apr 2026 12:00")
    await expect(dialog.get_by_test_id("becomes")).to_have_text(
        "Thu 16 Apr 2026, 12:00 becomes 11:00"
    )
    await confirm(dialog, "Clock one hour ahead", "Shift 10 readings by 1")
    hour = 60 * MINUTE
    await page.wait_for_function(
        "([from, to]) => { const points = document.querySelector("
        "'[data-testid=graph][data-drawn=true]')?.isotherm?.points.filter(Boolean) ?? [];"
        " return points.length > 0"
        " && points.every((point) => point.from >= from && point.from < to)}",
        arg=[start - hour, end - hour],
    )
