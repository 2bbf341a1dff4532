"""Limits that a manager sets judge at once, everywhere; the second of two is shown the first's."""

from playwright.async_api import Page, expect

from e2e_stack import LogIn, Publish

SENSOR = "northgate-cold-store/outdoor"


async def set_high(page: Page, high: str) -> None:
    """Types a high limit into the open form and sends it."""
    form = page.get_by_test_id("limits-form")
    await form.get_by_role("textbox", name="High").fill(high)
    await form.get_by_role("button", name="Set limits").click()


async def test_limits_judge_at_once_and_are_not_overwritten(
    log_in: LogIn, publish: Publish
) -> None:
    await publish("northgate-outdoor", "9.0")
    overview = await log_in("ada", "/?site=northgate-cold-store")
    row = overview.locator(f'[data-sensor="{SENSOR}"]')
    await expect(row).to_contain_text("No limits")

    mira = await log_in("mira", f"/sensors/{SENSOR}")
    await mira.get_by_role("tab", name="Limits").click()
    await expect(mira.get_by_text("No limits set", exact=True).last).to_be_visible()
    await mira.get_by_role("button", name="Set limits").click()
    await set_high(mira, "8")
    await expect(mira.get_by_test_id("sensor-state")).to_contain_text("Above limit")
    await expect(row).to_contain_text("Above limit")
    await expect(mira.get_by_test_id("limits")).to_contain_text("Mira Lindqvist")

    await overview.goto(f"/sensors/{SENSOR}")
    await overview.get_by_role("tab", name="Limits").click()
    await overview.get_by_role("button", name="Set limits").click()
    await mira.get_by_role("button", name="Set limits").click()
    await set_high(mira, "7.5")
    await expect(mira.get_by_test_id("limits-form")).to_have_count(0)
    await set_high(overview, "10")
    raced = overview.get_by_test_id("raced")
    await expect(raced).to_contain_text("Mira Lindqvist set up to 7.5")
    await expect(raced).to_contain_text("You were setting up to 10.0")
    await raced.get_by_role("button", name="Use mine").click()
    await expect(raced).to_have_count(0)
    await publish("northgate-outdoor", "9.0")
    await expect(mira.get_by_test_id("sensor-state")).to_contain_text("In range")

    await overview.get_by_role("button", name="Delete up to 10").click()
    card = overview.get_by_test_id("remove-limits")
    await expect(card.get_by_test_id("judgement-effect")).to_contain_text("excursion")
    await card.get_by_role("textbox", name="Reason").fill("Typed by mistake")
    await card.get_by_role("button", name="Delete these limits").click()
    await expect(mira.get_by_test_id("sensor-state")).to_contain_text("Above limit")
    await mira.reload()
    newest = mira.get_by_test_id("limits-changes").get_by_role("listitem").first
    await expect(newest).to_contain_text("deleted up to 10.0")
    await expect(newest).to_contain_text("Typed by mistake")

    await mira.get_by_role("button", name="Set limits").click()
    form = mira.get_by_test_id("limits-form")
    await form.get_by_role("textbox", name="Least duration").fill("15")
    await form.get_by_role("textbox", name="Hysteresis").fill("0.5")
    await set_high(mira, "8.5")
    words = "counts from 15 min, hysteresis 0.5 °C"
    await expect(mira.get_by_test_id("limits")).to_contain_text(words)
    await expect(newest).to_contain_text(words)
    await expect(mira.get_by_test_id("sensor-state")).to_contain_text("Above limit")
