"""A page as the browser prints it: the text of the PDF, and its sheets as images."""

import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from playwright.async_api import Page

_DOTS = 3
"""Pixels per point of the PDF; an inch has 72 points."""


@dataclass(frozen=True)
class Paper:
    """A printed document."""

    texts: list[str]
    """The text of each sheet, with single spaces."""
    images: list[Image.Image]
    """Each sheet at 216 dots per inch."""

    @property
    def text(self) -> str:
        """The text of all sheets."""
        return "\n".join(self.texts)


async def printed(page: Page, sheets: int | None = None) -> Paper:
    """Print the page on A4, with grounds, and return it; only the first sheets become images."""
    document = pypdfium2.PdfDocument(await page.pdf(format="A4", print_background=True))
    try:
        texts = [re.sub(r"\s+", " ", sheet.get_textpage().get_text_range()) for sheet in document]
        drawn = range(len(document))[:sheets]
        images = [document[at].render(scale=_DOTS).to_pil().convert("RGB") for at in drawn]
    finally:
        document.close()
    return Paper(texts, images)
