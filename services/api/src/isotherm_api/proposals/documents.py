"""Rows of proposals as the API says them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.names import topic
from isotherm.quality import counts
from isotherm_api.devices.documents import reading
from isotherm_api.proposals import guess
from isotherm_api.proposals.queries import COUNTED
from isotherm_api.ranges import ms

_SAMPLES = 20


def proposal(
    row: asyncpg.Record,
    newest: Sequence[asyncpg.Record],
    counted: tuple[int, datetime] | None,
    rejected: int,
) -> dict[str, Any]:
    """The document of a channel with its newest readings, their count and the first one."""
    count, first = counted or (0, None)
    values = [each["value"] for each in newest if counts(each["quality"])]
    return {
        **{name: row[name] for name in ("device", "label", "site", "channel", "unit")},
        "topic": topic(row["device"], row["channel"]),
        "created": ms(row["created_at"]),
        # who has set a unit knows more than the values do
        "unit_guess": guess.guess(values) if row["unit"] is None else None,
        "interval_s": guess.interval([each["measured_at"] for each in newest]),
        "count": min(count, COUNTED),
        "count_capped": count > COUNTED,
        "first_measured": ms(first),
        "last": reading(row),
        "samples": [reading(each) for each in newest[:_SAMPLES]],
        "rejected": rejected,
    }
