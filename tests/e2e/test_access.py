"""A viewer of one site sees nothing of another, in the pages and behind them."""

from playwright.async_api import expect

from e2e_stack import LogIn


async def test_a_viewer_sees_one_site(log_in: LogIn) -> None:
    page = await log_in("vera")
    await expect(page.locator("[data-sensor]").first).to_be_visible()
    shown = await page.locator("[data-sensor]").evaluate_all(
        "rows => [...new Set(rows.map(row => row.dataset.sensor.split('/')[0]))]"
    )
    assert shown == ["linden-pharmacy"]
    assert "Northgate" not in await page.content()


async def test_another_sites_sensor_does_not_exist(log_in: LogIn) -> None:
    page = await log_in("vera", "/sensors/northgate-cold-store/freezer-hall-a")
    await expect(page.get_by_text("Sensor not found")).to_be_visible()
    for path in (
        "sensors/northgate-cold-store/freezer-hall-a",
        "series?sensor=northgate-cold-store/freezer-hall-a&from=0&to=1000",
        "statistics?sensor=northgate-cold-store/freezer-hall-a&from=0&to=1000",
        "grants?site=northgate-cold-store",
    ):
        answer = await page.request.get(f"/api/v1/{path}")
        assert answer.status == 404, path
        assert answer.headers["content-type"].startswith("application/problem+json")


async def test_someone_without_a_role_sees_no_sensor_and_why(log_in: LogIn) -> None:
    page = await log_in("nils")
    await expect(page.locator("[data-testid=empty]")).to_be_visible()
    assert await page.locator("[data-sensor]").count() == 0


async def test_no_token_reaches_the_page(log_in: LogIn) -> None:
    page = await log_in("vera", afresh=True)
    await expect(page.locator("[data-sensor]").first).to_be_visible()
    held = await page.evaluate(
        "() => JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])"
        " + document.documentElement.outerHTML"
    )
    assert "eyJ" not in held
    for cookie in await page.context.cookies(page.url):
        assert not cookie["value"].startswith("eyJhbGciOiJSUzI1NiI")
        assert cookie["httpOnly"] or len(cookie["value"]) < 64


async def test_signing_out_ends_the_session(log_in: LogIn) -> None:
    page = await log_in("vera", afresh=True)
    await expect(page.locator("[data-sensor]").first).to_be_visible()
    await page.get_by_test_id("account").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_text("Sign in to Isotherm")).to_be_visible()
    assert (await page.request.get("/api/v1/me")).status == 401
