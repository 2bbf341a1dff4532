"""Rows of intervals as the API answers them."""

from collections.abc import Sequence

import asyncpg

from isotherm_api.etag import etag
from isotherm_api.interval.schemas import IntervalHistory
from isotherm_api.ranges import ms


def interval_history(row: asyncpg.Record, dated: Sequence[asyncpg.Record]) -> IntervalHistory:
    """Build the document of `queries.read_interval` and `queries.load_intervals`."""
    items = [{"since": ms(each["since"]), "interval_s": each["interval_s"]} for each in dated]
    tag = etag(row["set_s"], row["learned_s"], items)
    return IntervalHistory.model_validate({**row, "items": items, "etag": tag})
