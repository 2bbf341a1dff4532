"""axe-core in a page of the browser."""

from pathlib import Path
from typing import Literal

from playwright.async_api import Page

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
_RUN = """async (options) =>
    (await axe.run(document, {...options, resultTypes: ["violations"]})).violations
    .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))"""
_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colours, of those that are on by default."""
_STRUCTURE = """() => [...document.body.querySelectorAll(":not(style)")].map((element) => {
    const { width, height } = element.getBoundingClientRect();
    const attributes = [...element.attributes].map(({ name, value }) =>
        `${name}=${/^(class|style|title|datetime|aria-label)$/.test(name) ? value !== "" : value}`);
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const shown = element.checkVisibility({ visibilityProperty: true });
    return [element.tagName, element.role, ...attributes, width, height, text, shown].join();
}).join("\\n")"""
"""All that a rule sees which does not look at colours; texts only as present or not."""


async def breaches(page: Page, *, only_colours: bool = False) -> list[str]:
    """Return what axe-core finds on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE.read_text(encoding="utf-8"))
    findings: list[str] = await page.evaluate(_RUN, _COLOURS if only_colours else {})
    return findings


async def structure(page: Page) -> str:
    """Return the page's elements without their colours, to be compared with themselves."""
    told: str = await page.evaluate(_STRUCTURE)
    return told
