"""Rows of replay jobs as the API answers them."""

import json
from collections.abc import Mapping

import asyncpg

from isotherm.replays import WhyNot
from isotherm_api.ranges import ms
from isotherm_api.replays.schemas import ReplayJob, Skipped

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


def skipped(counts: Mapping[str | None, int], asked: int | None = None) -> list[Skipped]:
    """Build the documents of counts by `WhyNot`; `asked` is how many ids were asked for."""
    documents = [
        Skipped(why_not=why, text=WhyNot(why).text, count=count)
        for why, count in counts.items()
        if why is not None
    ]
    if asked is not None and (missing := asked - sum(counts.values())) > 0:
        text = "They are not kept any more, or not of devices of your sites."
        documents.append(Skipped(why_not="unknown", text=text, count=missing))
    return documents
