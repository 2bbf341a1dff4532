"""Help leads to the API's reference, which loads nothing from elsewhere and whose commands work."""

import asyncio
from urllib.parse import urlsplit

from playwright.async_api import expect

from e2e_stack import LogIn, Stack


async def test_help_leads_to_the_reference(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("vera")
    elsewhere: list[str] = []
    page.on("request", lambda asked: elsewhere.append(asked.url))
    await page.get_by_test_id("account").click()
    await page.get_by_role("menuitem", name="Help").click()
    await expect(page.locator("h1")).to_have_text("Help")
    await expect(page.get_by_role("link", name="Documents of Isotherm")).to_be_visible()

    await page.get_by_role("link", name="Reference of the API").click()
    operation = page.locator("[data-operation=read_overview]")
    await operation.locator("summary").click()
    example = operation.get_by_label("Example")
    await expect(example).to_contain_text(f"curl '{stack.frontend}/api/v1/overview'")
    await operation.get_by_role("link", name="Overview", exact=True).click()
    await expect(page.locator("#schema-Overview")).to_have_attribute("open", "")
    hosts = {urlsplit(url).netloc for url in elsewhere if not url.startswith("data:")}
    assert hosts == {urlsplit(stack.frontend).netloc}

    cookies = await page.context.cookies(stack.frontend)
    cookie = "; ".join(f"{pair['name']}={pair['value']}" for pair in cookies)
    command = await asyncio.create_subprocess_exec(
        "sh",
        "-c",
        f"{await example.inner_text()} --silent --fail --noproxy '*'",
        env={"COOKIE": cookie, "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )
    answer, _ = await command.communicate()
    assert command.returncode == 0
    assert b'"sensors"' in answer or b'"columns"' in answer or b'"mark"' in answer


async def test_the_list_of_keys_leads_to_help(log_in: LogIn) -> None:
    page = await log_in("vera")
    await page.wait_for_selector('[data-live="true"]')
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    await dialog.get_by_role("link", name="Help and documents").click()
    await expect(page.locator("h1")).to_have_text("Help")
    await expect(dialog).to_have_count(0)
