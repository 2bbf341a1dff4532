"""Registering devices of a running stack, as a manager of their site."""

from playwright.async_api import Page, expect

SITE = "northgate-cold-store"


async def register(page: Page, name: str, site: str = SITE) -> str:
    """Register a device and return its password, once the broker has it."""
    created = await page.request.post(
        "/api/v1/devices",
        data={"site": site, "name": name},
        headers={"Origin": "/".join(page.url.split("/")[:3])},
    )
    assert created.status == 201, await created.text()
    assert created.headers["cache-control"] == "no-store"
    await page.goto(f"/devices/{name}")
    await expect(page.get_by_test_id("credential")).to_have_attribute("data-state", "applied")
    return str((await created.json())["password"])
