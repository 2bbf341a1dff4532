"""From an empty system to a first reading on a graph, with the clicks and typed fields it takes."""

import asyncio
import shlex

from playwright.async_api import Locator, Page, expect

from e2e_stack import LogIn
from isotherm_devstack.host.system import require

MOST_CLICKS = 6
"""Start, create, copy, adopt, install, open."""
MOST_FIELDS = 2
"""The names of the site and of the device; everything else is proposed."""


class Hand:
    """A person at a page: what they click and type is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.fields = 0

    async def click(self, control: Locator) -> None:
        self.clicks += 1
        await control.click()

    async def type(self, label: str, text: str) -> None:
        self.fields += 1
        await self.page.get_by_label(label, exact=True).fill(text)

    async def press(self, name: str, role: str = "button") -> None:
        await self.click(self.page.get_by_role(role, name=name, exact=True))


async def test_an_empty_overview_leads_to_a_first_reading_on_a_graph(
    log_in_empty: LogIn,
) -> None:
    require("mosquitto_pub")
    page = await log_in_empty("ada")
    hand = Hand(page)
    await hand.press("Create a site and connect a device", "link")
    await hand.type("Site name", "Linden Pharmacy")
    await hand.type("Device label", "Vaccine fridge")
    await expect(page.get_by_label("MQTT name")).to_have_value("vaccine-fridge")
    await hand.press("Create site and device")

    marks = page.get_by_test_id("live-marks")
    await expect(marks).to_contain_text("Credentials made")
    await expect(marks).to_contain_text("Waiting for its first message…")
    line = await page.locator("[data-program=mosquitto]").inner_text()
    await hand.press("Copy the program for mosquitto_pub")
    sent = await asyncio.create_subprocess_exec(*shlex.split(line))
    assert await sent.wait() == 0
    await expect(marks).to_contain_text("First message received")
    await expect(page.get_by_test_id("received")).to_contain_text("21.5")

    await hand.press("Adopt")
    await expect(page.get_by_label("Sensor name")).to_have_value("Vaccine fridge")
    await hand.press("Install")
    await hand.press("Open the sensor", "link")
    await page.wait_for_url("**/sensors/linden-pharmacy/vaccine-fridge?range=1h")
    graph = page.locator('[data-testid="graph"][data-drawn="true"]')
    await expect(graph).to_be_visible()
    drawn = await graph.evaluate("element => element.isotherm.avg.filter(v => v !== null)")
    assert drawn == [21.5]
    assert hand.clicks <= MOST_CLICKS
    assert hand.fields <= MOST_FIELDS
