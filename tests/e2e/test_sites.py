"""A site is made, filled, renamed, archived and deleted; operators change its sensors."""

from playwright.async_api import Page, expect

from e2e_stack import LogIn


async def create_site(page: Page, name: str) -> None:
    """Creates a site in Kathmandu on the page for that."""
    await page.goto("/sites")
    await page.get_by_role("link", name="New site").click()
    form = page.get_by_test_id("new-site")
    await form.get_by_label("Name").fill(name)
    zone = form.get_by_role("combobox", name="Time zone")
    await zone.fill("kathm")
    await page.get_by_role("option", name="Asia/Kathmandu").click()
    await form.get_by_role("button", name="Create site").click()


async def add_sensor(page: Page, name: str) -> None:
    """Adds a sensor on the tab of a site's sensors."""
    await page.get_by_role("button", name="Add a sensor").click()
    card = page.get_by_test_id("add-sensor")
    await card.get_by_label("Name").fill(name)
    await card.get_by_role("button", name="Add sensor").click()
    await expect(page.get_by_role("link", name=name)).to_be_visible()
    # the live stream may show the sensor before its request is answered, which closes the card
    await expect(card).to_have_count(0)


async def delete_site(page: Page, slug: str) -> None:
    """Deletes a site from its first tab, and waits for the list of sites."""
    await page.get_by_role("tab", name="Name and time zone").click()
    await page.get_by_role("button", name="Delete site").click()
    await page.get_by_label(f"Type {slug} to confirm").fill(slug)
    await page.get_by_test_id("delete-site").get_by_role("button", name="Delete").click()
    await page.wait_for_url("**/sites")


async def test_a_site_is_made_filled_renamed_archived_and_deleted(log_in: LogIn) -> None:
    page = await log_in("ada")
    await create_site(page, "Harbour Ännex 3")
    slug = "harbour-annex-3"
    await page.wait_for_url(f"**/sites/{slug}?tab=sensors")
    in_rail = page.locator(f'nav [data-site="{slug}"]')
    await expect(in_rail).to_contain_text("Harbour Ännex 3")
    empty = page.get_by_test_id("no-sensors")
    connect = empty.get_by_role("link", name="Connect a device")
    await expect(connect).to_have_attribute("href", f"/devices/connect?site={slug}")

    for name in ("Door probe", "Air", "Vault"):
        await add_sensor(page, name)
    names = page.get_by_test_id("site-sensors").locator("[data-row]")
    # by name until somebody orders them
    await expect(names).to_have_text(["Air", "Door probe", "Vault"])
    await page.get_by_role("button", name="Move Vault up").click()
    await expect(names).to_have_text(["Air", "Vault", "Door probe"])
    await page.get_by_role("link", name="Air").focus()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(names).to_have_text(["Vault", "Air", "Door probe"])
    await page.keyboard.press("Alt+ArrowDown")
    await expect(names).to_have_text(["Vault", "Door probe", "Air"])
    await expect(page.get_by_role("link", name="Air")).to_be_focused()

    await page.get_by_role("tab", name="Name and time zone").click()
    form = page.get_by_test_id("site-form")
    await expect(form.get_by_role("combobox", name="Time zone")).to_have_value("Asia/Kathmandu")
    await form.get_by_label("Name").fill("Annex")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Annex", exact=True)).to_be_visible()
    await expect(in_rail).to_contain_text("Annex")
    await expect(page.get_by_role("button", name="Site: Annex")).to_be_visible()

    await page.get_by_role("button", name="Archive site").click()
    await page.get_by_role("button", name="Archive Annex").click()
    await expect(page.get_by_test_id("archived")).to_contain_text("Archived since")
    await expect(in_rail).to_have_count(0)
    await page.goto("/sites")
    row = page.get_by_test_id("sites").locator(f'[data-site="{slug}"]')
    await expect(page.get_by_test_id("sites")).to_be_visible()
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Archived").click()
    await row.click()
    await page.get_by_role("button", name="Restore site").click()
    await expect(in_rail).to_have_count(1)

    await page.get_by_role("button", name="Delete site").click()
    await expect(page.get_by_test_id("deletion")).to_contain_text("3 sensors are deleted with it")
    button = page.get_by_test_id("delete-site").get_by_role("button", name="Delete Annex")
    await expect(button).to_be_disabled()
    await page.get_by_label(f"Type {slug} to confirm").fill(slug)
    await button.click()
    await page.wait_for_url("**/sites")
    await expect(row).to_have_count(0)
    await expect(in_rail).to_have_count(0)


async def test_the_second_of_two_renames_is_shown_the_first(log_in: LogIn) -> None:
    first = await log_in("ada")
    await create_site(first, "Raced depot")
    await first.wait_for_url("**/sites/raced-depot?tab=sensors")
    second = await first.context.new_page()
    pages = (first, second)
    for page in pages:
        await page.goto("/sites/raced-depot")
    for page, name in zip(pages, ("Depot one", "Depot two"), strict=True):
        form = page.get_by_test_id("site-form")
        await form.get_by_label("Name").fill(name)
    await first.get_by_role("button", name="Save").click()
    await expect(first.get_by_role("heading", name="Depot one")).to_be_visible()
    await second.get_by_role("button", name="Save").click()
    raced = second.get_by_test_id("raced")
    await expect(raced).to_contain_text("Its name is now Depot one; you were setting Depot two.")
    await raced.get_by_role("button", name="Use mine").click()
    await expect(second.get_by_role("heading", name="Depot two")).to_be_visible()
    await delete_site(second, "raced-depot")


async def test_what_is_wrong_with_a_new_site_stands_beside_its_field(log_in: LogIn) -> None:
    page = await log_in("ada", "/sites/new")
    form = page.get_by_test_id("new-site")
    await form.get_by_role("button", name="Create site").click()
    await expect(form.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    for name, words in (
        ("Linden Pharmacy", "This address is used already"),
        ("New", "This address is used already"),
        ("東京", "the name has no letter from a to z"),
    ):
        await form.get_by_label("Name").fill(name)
        await expect(form.get_by_role("alert")).to_contain_text(words)
    await form.get_by_label("Web address").fill("tokyo two")
    await expect(form.get_by_role("alert")).to_contain_text("Lower-case letters")


async def test_an_operator_renames_archives_and_deletes_a_sensor(log_in: LogIn) -> None:
    page = await log_in("omar", "/sites/linden-pharmacy?tab=sensors")
    await expect(page.get_by_role("tab", name="Access")).to_have_count(0)
    await expect(page.get_by_role("link", name="Connect a device")).to_have_count(0)
    await add_sensor(page, "Attic probe")
    await page.get_by_role("link", name="Attic probe").click()
    await page.wait_for_url("**/sensors/linden-pharmacy/attic-probe")
    await page.get_by_role("tab", name="Settings").click()
    form = page.get_by_test_id("sensor-form")
    await form.get_by_label("Name").fill("Loft probe")
    await form.get_by_label("Place").fill("Loft")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Loft probe")).to_be_visible()

    vera = await log_in("vera")
    listed = vera.locator('[data-sensor="linden-pharmacy/attic-probe"]')
    await expect(listed).to_contain_text("Loft probe")
    await page.get_by_role("button", name="Archive sensor").click()
    await page.get_by_role("button", name="Archive Loft probe").click()
    note = page.get_by_test_id("archived")
    await expect(note).to_contain_text("Archived since")
    await expect(listed).to_have_count(0)
    await vera.goto("/sensors/linden-pharmacy/attic-probe")
    await expect(vera.get_by_test_id("archived")).to_contain_text("An operator of the site")
    await expect(vera.get_by_role("tab", name="Settings")).to_have_count(0)
    await note.get_by_role("button", name="Restore sensor").click()
    await expect(note).to_have_count(0)

    await page.get_by_role("button", name="Delete sensor").click()
    await page.get_by_role("button", name="Delete Loft probe").click()
    await page.wait_for_url("**/sites/linden-pharmacy?tab=sensors")
    await expect(page.get_by_test_id("site-sensors")).to_be_visible()
    await expect(page.get_by_role("link", name="Loft probe")).to_have_count(0)


async def test_a_viewer_sees_name_zone_and_sensors_and_is_told_who_changes_them(
    log_in: LogIn,
) -> None:
    page = await log_in("vera", "/sites/linden-pharmacy?tab=access")
    await expect(page.get_by_role("tab")).to_have_count(2)
    await expect(page.get_by_text("Administrators change the name")).to_be_visible()
    await page.get_by_role("tab", name="Sensors").click()
    await expect(page.get_by_test_id("site-sensors")).to_be_visible()
    await expect(page.get_by_role("button", name="Add a sensor")).to_have_count(0)
    await page.goto("/sites/new")
    await expect(page.get_by_text("Sites are created by administrators")).to_be_visible()
    await page.goto("/sites/northgate-cold-store")
    await expect(page.get_by_text("Site not found")).to_be_visible()
    nils = await log_in("nils", "/sites")
    await expect(nils.get_by_test_id("empty")).to_contain_text("can give you a role")
