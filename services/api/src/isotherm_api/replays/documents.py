"""Rows of replay jobs as the API answers them."""

import json

import asyncpg

from isotherm_api.ranges import ms
from isotherm_api.replays.schemas import ReplayJob

_AS_STORED = (
    "id", "state", "asked_by", "matched", "replayed", "duplicate", "refused_again", "error",
)  # fmt: skip


def replay_job(row: asyncpg.Record) -> ReplayJob:
    """Build the document of a row of `queries`."""
    return ReplayJob.model_validate(
        {
            **{name: row[name] for name in _AS_STORED},
            "asked": ms(row["asked_at"]),
            "done": ms(row["done_at"]),
            "filter": json.loads(row["filter"]),
        }
    )
