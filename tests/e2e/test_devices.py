"""A device is cut off, rotated, replaced and removed on its page; others stay connected."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiomqtt
import asyncpg
import pytest_asyncio
from playwright.async_api import Page, expect

from e2e_devices import SITE, register
from e2e_stack import LogIn, Stack
from isotherm.names import topic


@pytest_asyncio.fixture(loop_scope="session")
async def manager(log_in: LogIn) -> Page:
    """The devices, as a manager of the site sees them."""
    return await log_in("mira", "/devices")


async def is_refused(stack: Stack, name: str, password: str) -> bool:
    """Return whether the broker refuses this login."""
    try:
        async with stack.broker_client(name, password, identifier=name):
            return False
    except aiomqtt.MqttError:
        return True


@contextlib.asynccontextmanager
async def connected(stack: Stack, name: str, password: str) -> AsyncIterator[asyncio.Event]:
    """A device that stays connected; the event is set once the broker has disconnected it."""
    cut = asyncio.Event()

    async def stay(client: aiomqtt.Client) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async for _ in client.messages:
                pass
        cut.set()

    with contextlib.suppress(aiomqtt.MqttError):
        async with (
            stack.broker_client(name, password, identifier=name) as client,
            asyncio.TaskGroup() as group,
        ):
            staying = group.create_task(stay(client), name="the connection of a device")
            yield cut
            staying.cancel()


async def test_disabling_cuts_off_one_device_alone(manager: Page, stack: Stack) -> None:
    page = manager
    password = await register(page, "cut-off-1")
    other = await register(page, "stays-on-1")
    async with (
        connected(stack, "cut-off-1", password) as cut,
        connected(stack, "stays-on-1", other) as other_cut,
    ):
        await page.goto("/devices/cut-off-1")
        await page.get_by_role("button", name="Disable").click()
        card = page.get_by_test_id("disable-device")
        await expect(card).to_contain_text("No other device is disconnected")
        assert not cut.is_set()
        await card.get_by_role("button", name="Disable").click()
        await expect(page.get_by_test_id("device-state")).to_have_text("Disabled")
        await expect(card).to_have_count(0)
        await asyncio.wait_for(cut.wait(), 60)
        assert not other_cut.is_set()
    assert await is_refused(stack, "cut-off-1", password)

    await page.get_by_role("button", name="Enable").click()
    await page.get_by_test_id("disable-device").get_by_role("button", name="Enable").click()
    await expect(page.get_by_test_id("device-state")).not_to_have_text("Disabled")
    while await is_refused(stack, "cut-off-1", password):
        pass


async def test_a_new_password_is_shown_once_and_the_old_one_ends(
    manager: Page, stack: Stack
) -> None:
    page = manager
    old = await register(page, "rotated-1")
    async with connected(stack, "rotated-1", old) as cut:
        await page.get_by_role("button", name="New password").click()
        await page.get_by_role("button", name="Make a new password").click()
        shown = page.get_by_test_id("password")
        await expect(shown).to_contain_text("The broker has it")
        await asyncio.wait_for(cut.wait(), 60)
    new = await shown.get_by_label("Password", exact=True).input_value()
    assert new != old
    assert await is_refused(stack, "rotated-1", old)
    assert not await is_refused(stack, "rotated-1", new)
    await shown.get_by_role("button", name="Done").click()
    await shown.get_by_role("button", name="Hide it anyway").click()
    await page.reload()
    await expect(page.get_by_test_id("credential")).to_be_visible()
    assert new not in await page.content()


async def test_a_removed_device_leaves_its_readings(
    manager: Page, stack: Stack, owner: asyncpg.Connection
) -> None:
    page = manager
    password = await register(page, "removed-1")
    async with stack.broker_client("removed-1", password, identifier="removed-1") as client:
        await client.publish(topic("removed-1", "temperature"), "4.5", qos=1, timeout=60)
    await expect(page.get_by_test_id("channels")).to_contain_text("4.5")
    await page.get_by_role("button", name="Remove").click()
    card = page.get_by_test_id("remove-device")
    await expect(card).to_contain_text("Its readings stay")
    await expect(card.get_by_role("button", name="Remove")).to_be_disabled()
    await card.get_by_label("Type removed-1 to confirm").fill("removed-1")
    await card.get_by_role("button", name="Remove").click()
    await page.wait_for_url("**/devices")
    await page.get_by_label("Search devices").fill("removed-1")
    await expect(page.get_by_text("No matching devices")).to_be_visible()
    await page.get_by_role("button", name="Removed", exact=True).click()
    await page.get_by_role("link", name="removed-1").click()
    await expect(page.get_by_test_id("device-state")).to_have_text("Removed")
    stored = (
        "SELECT count(*) FROM latest l JOIN channel c ON c.id = l.channel_id JOIN device d"
        " ON d.id = c.device_id WHERE d.name = 'removed-1'"
    )
    assert await owner.fetchval(stored) == 1


async def send_first(page: Page, stack: Stack, name: str, password: str) -> None:
    """Send a reading; return once the device's page shows its channel."""
    async with stack.broker_client(name, password, identifier=name) as client:
        await client.publish(topic(name, "temperature"), "3.0", qos=1, timeout=60)
    await expect(page.get_by_test_id("channels")).to_contain_text("3.0")


async def test_a_device_is_replaced_behind_its_sensor_in_three_clicks(
    manager: Page, stack: Stack
) -> None:
    page = manager
    origin = {"Origin": stack.frontend}
    sensor = {"site": SITE, "name": "Three clicks", "slug": "three-clicks"}
    created = await page.request.post("/api/v1/sensors", data=sensor, headers=origin)
    assert created.ok, await created.text()
    for name in ("swapped-new-1", "swapped-old-1"):
        await send_first(page, stack, name, await register(page, name))
    installed = await page.request.post(
        f"/api/v1/sensors/{SITE}/three-clicks/installations",
        data={"device": "swapped-old-1", "channel": "temperature", "from": 1, "replace": False},
        headers=origin,
    )
    assert installed.ok, await installed.text()
    await page.goto("/devices/swapped-old-1")
    await page.get_by_role("button", name=f"Replace the device behind {SITE}/three-clicks").click()
    card = page.get_by_test_id("replace-device")
    await card.get_by_role("option", name="swapped-new-1").click()
    await expect(card).to_contain_text("swapped-old-1/temperature")
    await card.get_by_role("button", name="Replace", exact=True).click()
    await expect(card).to_have_count(0)
    await expect(page.get_by_test_id("channels")).to_contain_text("no sensor now")
    await page.goto("/devices/swapped-new-1")
    await expect(page.get_by_test_id("channels")).to_contain_text("Three clicks")


async def test_an_administrator_sees_that_the_broker_is_as_wanted(log_in: LogIn) -> None:
    page = await log_in("ada", "/devices/broker")
    accounts = page.get_by_test_id("broker-accounts")
    await expect(accounts).to_have_attribute("data-tone", "good")
    await page.get_by_role("button", name="Compare now").click()
    await expect(accounts).to_contain_text("The broker has what the database wants")


async def test_many_devices_are_registered_from_a_table(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("mira", "/devices/import")
    table = page.get_by_label("Devices, one a line")
    await table.fill(f"name,site,label\nbulk-1,{SITE},One\nbulk 2,{SITE},Two\n")
    await page.get_by_role("button", name="Check").click()
    wrong = page.locator("[data-line='3']")
    await expect(wrong).to_contain_text("name")
    await expect(page.get_by_role("button", name="Register")).to_be_disabled()
    await table.fill(f"name,site,label\nbulk-1,{SITE},One\nbulk-2,{SITE},Two\n")
    await page.get_by_role("button", name="Check").click()
    await page.get_by_role("button", name="Register 2 devices").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save the credentials").click()
    path = await (await download.value).path()
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    columns = header.split(",")
    devices = [dict(zip(columns, row.split(","), strict=True)) for row in rows]
    assert [device["name"] for device in devices] == ["bulk-1", "bulk-2"]
    for device in devices:
        while await is_refused(stack, device["name"], device["password"]):
            pass
