"""A graph on the screen: where its readings are drawn, and whether something covers them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from playwright.async_api import Locator, Page, expect

DRAWN = '[data-testid="graph"][data-drawn="true"]'

_POINTS = """async (element) => {
  await new Promise(requestAnimationFrame);
  const { x, y, width, height } = element.querySelector(".u-over").getBoundingClientRect();
  const { min, max } = element.isothermAxis;
  const lines = element.isothermLines.filter(({ shift }) => !shift);
  const from = lines[0].data.from, to = lines[0].data.to;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--iso-${name}`).trim();
  return {
    plot: [x, y, width, height],
    colours: [colour("out"), ...lines.map((line) => colour(`s${line.colour}`))],
    points: lines.flatMap(({ data }) => data.time.flatMap((at, i) =>
      data.avg[i] === null ? [] : [[
        x + (at - from) / (to - from) * width, y + (max - data.avg[i]) / (max - min) * height,
      ]])),
  };
}"""


@dataclass(frozen=True)
class Drawn:
    """Where a graph has its plot and its points, in pixels, and the colours of its lines."""

    plot: tuple[float, float, float, float]
    points: Sequence[tuple[float, float]]
    colours: Sequence[tuple[int, int, int]]


def _rgb(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


async def drawn_graph(page: Page) -> Locator:
    """The page's graph, once it is on the canvas."""
    graph = page.locator(DRAWN)
    await expect(graph).to_be_visible()
    return graph


async def drawn(page: Page) -> Drawn:
    """Where the graph has its points now."""
    said = await (await drawn_graph(page)).evaluate(_POINTS)
    return Drawn(said["plot"], said["points"], [_rgb(colour) for colour in said["colours"]])


async def pictured(page: Page) -> tuple[Drawn, Image.Image]:
    """Where the graph has its points, and a picture of the page on which they are there.

    What is loaded while the picture is taken may move the graph.
    """
    while True:
        graph = await drawn(page)
        picture = await page.screenshot()
        if await drawn(page) == graph:
            return graph, Image.open(io.BytesIO(picture)).convert("RGB")


async def hover(page: Page, across: float, down: float = 0.5) -> None:
    """Move the mouse to these shares of the plot, and wait for the figures there."""
    while True:
        left, top, width, height = plot = (await drawn(page)).plot
        await page.mouse.move(left + width * across, top + height * down)
        await expect(page.get_by_test_id("tooltip")).to_be_visible()
        if (await drawn(page)).plot == plot:
            return


async def expect_top(page: Page, above: float, below: float) -> None:
    """Wait until the vertical axis ends between two values."""
    await page.wait_for_function(
        "([above, below]) => { const { isothermAxis: axis } = document.querySelector("
        "'[data-testid=graph][data-drawn=true]') ?? {};"
        " return axis && axis.max > above && axis.max < below; }",
        arg=[above, below],
    )


async def covered(page: Page) -> list[tuple[float, float]]:
    """The points of the graph where the screen shows no line's colour: something lies over them."""
    graph, shot = await pictured(page)
    pixels = shot.tobytes()

    def shows(x: int, y: int) -> bool:
        x, y = min(shot.width - 1, max(0, x)), min(shot.height - 1, max(0, y))
        at = 3 * (y * shot.width + x)
        return any(
            max(abs(a - b) for a, b in zip(pixels[at : at + 3], colour, strict=True)) < 80
            for colour in graph.colours
        )

    return [
        (x, y)
        for x, y in graph.points
        if y < shot.height
        and not any(shows(round(x) + i, round(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    ]
