"""The document of a sensor's interval."""

from collections.abc import Sequence

import asyncpg

from isotherm_api.etag import etag
from isotherm_api.interval.schemas import IntervalHistory
from isotherm_api.ranges import ms


def interval_history(row: asyncpg.Record, dated: Sequence[asyncpg.Record]) -> IntervalHistory:
    """Build the document from the rows of `read_interval` and `load_intervals`."""
    items = [{"since": ms(entry["since"]), "interval_s": entry["interval_s"]} for entry in dated]
    tag = etag(row["set_s"], row["learned_s"], items)
    return IntervalHistory.model_validate({**row, "items": items, "etag": tag})
