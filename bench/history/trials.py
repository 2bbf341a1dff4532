"""The trials of the series benchmark by name, in the order in which a round runs them."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg

from bench.errors import BenchError
from bench.history import pages, questions
from bench.history.answers import OBJECTS_ROUTE, RESHAPED_ROUTE, SERIES, answers
from bench.history.browser import Browser
from bench.history.rolled import until_rolled
from bench.history.size import Size
from bench.history.stack import Stack
from bench.history.streams import streams
from bench.history.year import CYCLING as CYCLING_SENSOR
from bench.history.year import DECADE as DECADE_SENSOR
from bench.history.year import Year
from bench.thousands import Fill
from bench.thousands import fill as fill_thousands

YEAR, RAW, MONTH, DAY = "year", "year, raw date_bin", "30 days", "day"
DECADE, STATISTICS, CYCLING = "ten years", "statistics, year", "statistics, year, cycling"
COLUMNS, OBJECTS, STREAMS = "answers", "answers, pydantic list", "live streams"
RESHAPED = "answers, our columns as a pydantic list"
SCREEN, SENSOR, COMPARE = "publish to screen", "sensor page", "compare page"
PANNING, OVERVIEW = "panning", "overview page"
DATABASE = (YEAR, RAW, MONTH, DAY, DECADE, STATISTICS, CYCLING)
BROWSER = (SENSOR, COMPARE, PANNING)

_SETTLE_S = 60.0

Trial = Callable[[], Awaitable[dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """The environment of all trials."""

    on: Stack
    year: Year
    size: Size

    def every_round(self) -> dict[str, Trial]:
        """Return the trials of every round that need no browser."""
        year, size, first = self.year, self.size, "fridge-1"
        span = min(365, size.days)
        queries = (
            (YEAR, questions.series(year, first), span, size.asks),
            (RAW, questions.raw(year, first), span, max(3, size.asks // 12)),
            (MONTH, questions.series(year, first), min(30, span), size.asks),
            (DAY, questions.series(year, first), 1, size.asks),
            (DECADE, questions.series(year, DECADE_SENSOR), 3650, size.asks),
            (STATISTICS, questions.stats(year, first), span - 1, size.asks),
            (CYCLING, questions.stats(year, CYCLING_SENSOR), span - 1, size.asks),
        )
        return {
            **{name: self._timed(ask, days, times) for name, ask, days, times in queries},
            COLUMNS: self._answers(SERIES),
            OBJECTS: self._answers(OBJECTS_ROUTE),
            RESHAPED: self._answers(RESHAPED_ROUTE),
            STREAMS: lambda: streams(self.on, year, size.clients, size.live_s),
        }

    def in_browser(self, used: Browser) -> dict[str, Trial]:
        """Return the trials of every round in the browser."""
        year, size = self.year, self.size
        return {
            SENSOR: lambda: pages.sensor_page(used, year, size.loads),
            COMPARE: lambda: pages.compare_page(used, year, size.loads),
            PANNING: lambda: pages.panning(used, year),
        }

    def once(self, used: Browser) -> dict[str, Trial]:
        """Return the trials that run once, in the browser; the overview inserts its sensors."""
        size = self.size
        return {
            SCREEN: lambda: pages.publish_to_screen(self.on, used, size.publishes),
            OVERVIEW: lambda: self._overview(used),
        }

    async def _overview(self, used: Browser) -> dict[str, float]:
        """Insert thousands of sensors, wait until worker has rolled them up, and open the page."""
        owner = await asyncpg.connect(self.on.owner, timeout=60)
        try:
            await fill_thousands(owner, Fill(sensors=self.size.overview))
        finally:
            await owner.close()
        with contextlib.suppress(
            BenchError
        ):  # a sensor that turned silent may wait for its next hour
            await until_rolled(self.on.owner, lambda _: None, _SETTLE_S)
        return await pages.overview_page(used, self.size.loads)

    def _answers(self, route: str) -> Trial:
        return lambda: answers(self.on, self.year, self.size.load_s, route)

    def _timed(self, ask: questions.Ask, days: int, times: int) -> Trial:
        return lambda: questions.timed(self.on.api, ask, self.year, days, times)


NAMES = (*DATABASE, COLUMNS, OBJECTS, RESHAPED, STREAMS, *BROWSER, SCREEN, OVERVIEW)
