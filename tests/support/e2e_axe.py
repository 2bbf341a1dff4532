"""axe-core in a page of the browser."""

from pathlib import Path
from typing import Literal

from playwright.async_api import Page

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
_RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`))"""


async def breaches(page: Page) -> list[str]:
    """Return what axe-core finds on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(_RUN)
    return found
