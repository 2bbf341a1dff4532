"""A channel nobody knows is proposed, installed from the page, and brings what it already sent."""

import json
import time

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

MINUTE = 60_000
DEVICE, CHANNEL = "linden-spare", "f4"
SENSOR = "linden-pharmacy/freezer-4"
VALUES = [-21.0 - n / 10 for n in range(30)]


async def _sent(publish: Publish, owner: asyncpg.Connection) -> list[int]:
    """Publishes half an hour of readings, one a minute; gives their times once they are there."""
    end = int(time.time() * 1000) // MINUTE * MINUTE
    times = [end - n * MINUTE for n in range(len(VALUES), 0, -1)]
    elements = [{"value": v, "time": t} for v, t in zip(VALUES, times, strict=True)]
    await publish(DEVICE, json.dumps(elements), channel=CHANNEL)
    stored = (
        "SELECT count(*) FROM latest JOIN channel ON channel.id = channel_id"
        " WHERE channel.name = $1 AND measured_at = to_timestamp($2::float8 / 1000)"
    )
    while not await owner.fetchval(stored, CHANNEL, times[-1]):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    return times


async def test_a_proposed_channel_brings_its_readings(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    times = await _sent(publish, owner)
    page = await log_in("omar", "/proposals")
    row = page.locator(f'[data-proposal="{DEVICE}/{CHANNEL}"]')
    await expect(row).to_contain_text("30")
    await expect(row).to_contain_text("every 1 min")
    await expect(row).to_contain_text("\u221223.9")
    await row.click()
    card = page.get_by_test_id("install-card")
    await card.get_by_label("Sensor name").fill("Freezer 4")
    await expect(card).to_contain_text(SENSOR)
    # limits are for managers of the site
    await expect(card.get_by_label("Low limit")).to_be_disabled()
    await card.get_by_role("button", name="Install").click()
    link = page.get_by_role("link", name="Freezer 4")
    await expect(link).to_be_visible()
    await expect(row).to_have_count(0)

    await link.click()
    await page.wait_for_url(f"**/sensors/{SENSOR}")
    graph = page.locator('[data-testid="graph"][data-drawn="true"]')
    await expect(graph).to_be_visible()
    held = await graph.evaluate("element => element.isotherm")
    drawn = [v for v in held["avg"] if v is not None]
    assert min(drawn) >= -23.95
    assert max(drawn) == -21.0
    asked = await page.request.get(
        f"/api/v1/series?sensor={SENSOR}&from={times[0]}&to={times[-1] + 1}&points=100"
    )
    (series,) = (await asked.json())["sensors"]
    assert series["time"] == times
    assert series["avg"] == VALUES

    await page.get_by_role("tab", name="Installations").click()
    installed = page.get_by_test_id("installations").get_by_role("row").filter(has_text=DEVICE)
    await expect(installed).to_contain_text("now")


async def _ignored(owner: asyncpg.Connection) -> int:
    """Return how many elements the ledger has counted as ignored, over all hours."""
    return int(await owner.fetchval("SELECT coalesce(sum(ignored), 0) FROM ledger_hour"))


async def test_a_strangers_channel_is_dismissed_ignored_and_restored(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    device, channel = "riverside-spare", "stranger"
    await publish(device, "4.5", channel=channel)
    page = await log_in("ada", "/proposals")
    row = page.locator(f'[data-proposal="{device}/{channel}"]')
    card = page.get_by_test_id("install-card")
    await row.click()
    await card.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_text("stranger of riverside-spare is dismissed")).to_be_visible()
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Dismissed").click()
    await row.click()
    await card.get_by_role("button", name="Ignore").click()
    await expect(page.get_by_text("Its readings are no longer stored")).to_be_visible()
    await expect(row).to_have_count(0)

    before = await _ignored(owner)
    await publish(device, "5.5", "no number", channel=channel)
    while await _ignored(owner) < before + 2:
        await owner.fetchval("SELECT pg_sleep(0.05)")
    values = (
        "SELECT array_agg(value ORDER BY measured_at) FROM reading"
        " JOIN channel ON channel.id = channel_id WHERE channel.name = $1"
    )
    assert await owner.fetchval(values, channel) == [4.5]
    assert not await owner.fetchval("SELECT count(*) FROM reject WHERE channel_name = $1", channel)

    await page.goto(f"/devices/{device}")
    cells = page.locator(f'[data-channel="{channel}"]')
    await expect(cells).to_contain_text("ignored: counted, not stored")
    await cells.get_by_role("button", name="Restore").click()
    await expect(cells).to_contain_text("proposed")
    await publish(device, "6.5", channel=channel)
    while await owner.fetchval(values, channel) != [4.5, 6.5]:
        await owner.fetchval("SELECT pg_sleep(0.05)")
    await cells.get_by_role("link", name="Install on a sensor").click()
    await expect(row).to_have_attribute("aria-selected", "true")


async def test_a_silent_proposal_is_counted_as_expired_until_it_speaks(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    device, channel = "riverside-spare", "silent"
    await publish(device, "4.5", channel=channel)
    there = "SELECT count(*) FROM channel WHERE name = $1"
    while not await owner.fetchval(there, channel):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    await owner.execute("UPDATE channel SET expired_at = now() WHERE name = $1", channel)
    page = await log_in("ada", "/proposals?show=expired")
    row = page.locator(f'[data-proposal="{device}/{channel}"]')
    await expect(row).to_be_visible()
    await publish(device, "4.75", channel=channel)
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Proposed").click()
    await expect(row).to_be_visible()


async def test_what_is_probably_no_temperature_waits_last_and_is_asked_about(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    device = "riverside-spare"
    for channel, value in (("probe-7", "4.5"), ("cellar_humidity", "41"), ("battery", "97")):
        await publish(device, value, channel=channel)
    page = await log_in("ada", "/proposals")
    rows = page.locator(f'[data-proposal^="{device}/"]')
    humid = page.locator(f'[data-proposal="{device}/cellar_humidity"]')
    await expect(humid).to_contain_text(
        "Probably not a temperature: its name cellar_humidity indicates humidity."
    )
    await expect(humid).not_to_contain_text("\u00b0")
    await expect(page.locator(f'[data-proposal="{device}/battery"]')).to_be_visible()
    names = [await row.get_attribute("data-proposal") for row in await rows.all()]
    assert names.index(f"{device}/probe-7") < names.index(f"{device}/cellar_humidity")
    assert set(names[-2:]) == {f"{device}/cellar_humidity", f"{device}/battery"}

    await humid.click()
    card = page.get_by_test_id("install-card")
    await card.get_by_label("Sensor name").fill("Damp")
    await card.get_by_role("button", name="Install", exact=True).click()
    await expect(card.get_by_test_id("doubt")).to_be_visible()
    assert not await owner.fetchval("SELECT count(*) FROM sensor WHERE name = 'Damp'")
    await card.get_by_role("button", name="Dismiss all 2").click()
    await expect(page.get_by_text("are dismissed. Their readings are still stored")).to_be_visible()
    await expect(humid).to_have_count(0)

    await page.goto(f"/devices/{device}")
    cells = page.locator('[data-channel="probe-7"]')
    await cells.get_by_role("button", name="Fault values and range of probe-7").click()
    card = page.get_by_test_id("channel-settings")
    await card.get_by_label("Own fault values").fill("-9 999")
    await card.get_by_label("to, \u00b0C").fill("40")
    await card.get_by_role("button", name="Save").click()
    await expect(card).to_contain_text("hotter: any place can become that hot")
    await card.get_by_label("to, \u00b0C").fill("150")
    await card.get_by_role("button", name="Save").click()
    await expect(card).to_have_count(0)
    await expect(cells).to_contain_text("Own faults: \u22129, 999")
    await expect(cells).to_contain_text("Plausible up to 150.0")
    newest = (
        "SELECT quality FROM latest JOIN channel ON channel.id = channel_id"
        " WHERE channel.name = 'probe-7'"
    )
    # each ingest takes the settings within seconds
    for value, quality in (("-9", 1), ("151", 2)):
        while await owner.fetchval(newest) != quality:
            await publish(device, value, channel="probe-7")
            await owner.fetchval("SELECT pg_sleep(0.05)")


async def test_a_viewer_is_told_who_installs(log_in: LogIn) -> None:
    page = await log_in("vera", "/proposals")
    await expect(page.get_by_text("Proposals are for operators")).to_be_visible()
    await expect(page.get_by_role("link", name="Proposals")).to_have_count(0)
