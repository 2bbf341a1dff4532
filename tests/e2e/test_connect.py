"""Connecting a device at a site that is there: what is wrong, what is lost, what is asked."""

from playwright.async_api import expect

from e2e_stack import LogIn

WIZARD = "/devices/connect?site=linden-pharmacy"


async def test_a_reload_continues_and_says_that_the_password_is_gone(log_in: LogIn) -> None:
    page = await log_in("ada", "/devices")
    await page.get_by_role("link", name="Connect a device").first.click()
    await page.get_by_label("Site", exact=True).select_option("linden-pharmacy")
    await page.get_by_label("Device label", exact=True).fill("Dock probe")
    await page.keyboard.press("Enter")
    password = page.get_by_label("Password", exact=True)
    await expect(password).to_be_visible()
    first = await password.input_value()
    asked = page.get_by_text("Leave without the password?")
    await page.get_by_role("link", name="Devices", exact=True).first.click()
    # until the dialog has the focus, Enter follows the link again
    await expect(page.get_by_role("button", name="Stay")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(asked).to_have_count(0)
    await page.keyboard.press("g")
    await page.keyboard.press("o")
    await expect(asked).to_be_visible()
    await page.get_by_role("button", name="Stay").click()
    await expect(password).to_have_value(first)
    await page.get_by_role("button", name="Copy password").click()

    await page.reload()
    await expect(page.get_by_text("The password is no longer shown")).to_be_visible()
    assert first not in await page.content()
    await page.get_by_role("button", name="Make a new password").click()
    await expect(password).to_be_visible()
    assert await password.input_value() != first


async def test_a_name_that_is_wrong_or_taken_is_said_beside_the_field(log_in: LogIn) -> None:
    page = await log_in("ada", WIZARD)
    name = page.get_by_label("MQTT name")
    await name.fill("cold store")
    await expect(page.get_by_text("No spaces")).to_be_visible()
    await name.fill("linden-spare")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("This is the name of another device")).to_be_visible()
    await expect(name).to_have_attribute("aria-invalid", "true")


async def test_only_managers_connect_devices(log_in: LogIn) -> None:
    page = await log_in("vera", WIZARD)
    await expect(page.get_by_text("Devices are connected by site managers")).to_be_visible()
