"""A manager finds people and groups by name and gives them a role; taken away, they see nothing."""

from playwright.async_api import Locator, Page, expect

from e2e_stack import LogIn

SITE = "northgate-cold-store"
SEEN = f'[data-sensor^="{SITE}/"]'


async def grant(page: Page, text: str, option: str, role: str) -> None:
    """Gives a role to whom the text finds, on the tab of a site's access."""
    await page.get_by_role("button", name="Grant access").first.click()
    card = page.get_by_test_id("grant-card")
    await card.get_by_role("combobox", name="Person or group").fill(text)
    await card.get_by_role("option", name=option).wait_for()
    await page.keyboard.press("Enter")
    await expect(card.get_by_test_id("chosen")).to_contain_text(option)
    await card.get_by_role("combobox", name="Role").select_option(role)
    await card.get_by_role("button", name="Grant access").click()
    await expect(card.get_by_role("status").first).to_contain_text(f"{option} is {role}")
    await card.get_by_role("button", name="Done").click()


async def take_away(page: Page, row: Locator, name: str) -> None:
    """Takes the grant of a row away."""
    await row.get_by_role("button", name=f"Take access away from {name}").click()
    card = page.get_by_test_id("remove-grant")
    await card.get_by_role("button", name="Take access away").click()
    await expect(row).to_have_count(0)


async def test_a_person_found_by_name_sees_the_site_until_it_is_taken_away(
    log_in: LogIn,
) -> None:
    mira = await log_in("mira", f"/sites/{SITE}?tab=access")
    grants = mira.get_by_test_id("grants")
    own = grants.locator('[data-grant="mira"]')
    await expect(own.get_by_role("combobox")).to_be_disabled()
    await expect(own).to_contain_text("another manager can change it")
    await expect(own.get_by_role("button")).to_have_count(0)

    await grant(mira, "ber", "Nils Berg", "Viewer")
    row = grants.locator('[data-grant="nils"]')
    await expect(row).to_contain_text("by Mira Lindqvist")
    nils = await log_in("nils")
    await expect(nils.locator(SEEN).first).to_be_visible()
    await expect(nils.get_by_role("link", name="Devices")).to_have_count(0)

    await row.get_by_role("combobox").select_option("Operator")
    await expect(nils.get_by_role("link", name="Devices")).to_be_visible()
    why = mira.get_by_test_id("who-may-see").locator('[data-person="nils"]')
    await expect(why).to_contain_text("Operator directly")

    await take_away(mira, row, "Nils Berg")
    await expect(nils.get_by_test_id("empty")).to_be_visible()
    await expect(nils.locator(SEEN)).to_have_count(0)
    await expect(why).to_have_count(0)


async def test_a_group_lets_its_members_in_and_the_page_says_so(log_in: LogIn) -> None:
    mira = await log_in("mira", f"/sites/{SITE}?tab=access")
    await grant(mira, "night", "night-shift", "Viewer")
    row = mira.get_by_test_id("grants").locator('[data-grant="/night-shift"]')
    await expect(row).to_contain_text("Group, 1 person")
    why = mira.get_by_test_id("who-may-see").locator('[data-person="nils"]')
    await expect(why).to_contain_text("Viewer through the group night-shift")
    nils = await log_in("nils")
    await expect(nils.locator(SEEN).first).to_be_visible()

    # it has a role already, so it cannot be given a second one
    await mira.get_by_role("button", name="Grant access").first.click()
    card = mira.get_by_test_id("grant-card")
    await card.get_by_role("combobox", name="Person or group").fill("night")
    option = card.get_by_role("option", name="night-shift")
    await expect(option).to_contain_text("Viewer already")
    await expect(option).to_be_disabled()
    await card.get_by_role("combobox", name="Person or group").fill("nobody of that name")
    await expect(card.get_by_text("Nobody in Keycloak matches")).to_be_visible()

    await take_away(mira, row, "night-shift")
    await expect(nils.get_by_test_id("empty")).to_be_visible()


async def test_the_second_of_two_managers_is_shown_the_first(log_in: LogIn) -> None:
    mira = await log_in("mira", f"/sites/{SITE}?tab=access")
    await grant(mira, "omar", "Omar Haddad", "Viewer")
    ada = await log_in("ada", f"/sites/{SITE}?tab=access")
    rows = [
        page.get_by_test_id("grants").locator('[data-grant="omar"]').get_by_role("combobox")
        for page in (mira, ada)
    ]
    await expect(rows[1]).to_have_value("viewer")
    # the first one's change has not reached the second one's page
    await ada.route("**/api/v1/grants?*", lambda route: route.abort())
    await rows[0].select_option("Operator")
    await expect(rows[0]).to_be_enabled()
    await ada.unroute_all()
    await rows[1].select_option("Manager")
    raced = ada.get_by_test_id("raced")
    await expect(raced).to_contain_text("set this grant to operator meanwhile")
    await expect(raced).to_contain_text("You were setting Manager")
    await raced.get_by_role("button", name="Keep theirs").click()
    await expect(rows[1]).to_have_value("operator")
    await take_away(ada, ada.get_by_test_id("grants").locator('[data-grant="omar"]'), "Omar Haddad")
