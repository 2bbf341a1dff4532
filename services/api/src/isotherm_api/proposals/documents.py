"""Rows of proposals as the API answers them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.names import topic
from isotherm.quality import counts
from isotherm_api.devices import documents as devices
from isotherm_api.evidence.names import evidence_of
from isotherm_api.proposals import guess
from isotherm_api.proposals.queries import COUNTED
from isotherm_api.ranges import ms

_SAMPLES = 20


def proposal(
    row: Mapping[str, Any],
    newest: Sequence[asyncpg.Record],
    counted: tuple[int, datetime] | None,
    rejected: int,
    messages: Sequence[datetime] | None = None,
) -> dict[str, Any]:
    """Build the document of a channel.

    `newest` holds its newest readings, newest first; `counted` the number of its readings and the
    time of the first one, or None if it has none. `messages` says when its newest messages were
    sent; None if each of the newest readings is one.
    """
    count, first = counted or (0, None)
    measured = [reading["measured_at"] for reading in newest]
    values = [reading["value"] for reading in newest if counts(reading["quality"])]
    return {
        **{name: row[name] for name in ("device", "label", "site", "channel", "unit")},
        "topic": topic(row["device"], row["channel"]),
        "created": ms(row["created_at"]),
        "name_says": evidence_of(row["channel"]),
        # a unit that a person has set is better than a guess
        "unit_guess": guess.guess(values, row["channel"]) if row["unit"] is None else None,
        "interval_s": guess.interval(measured if messages is None else messages, measured),
        "count": min(count, COUNTED),
        "count_capped": count > COUNTED,
        "first_measured": ms(first),
        "last": devices.reading(row),
        "samples": [devices.reading(row) for row in newest[:_SAMPLES]],
        "rejected": rejected,
        "dismissed": ms(row["dismissed_at"]),
        "expired": ms(row["expired_at"]),
        "ignored": row["state"] == "ignored",
    }
