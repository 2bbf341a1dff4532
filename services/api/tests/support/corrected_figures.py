"""Compare everything that the API says of a sensor with a plain computation over its readings."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from corrected_history import DAY, QUARTER, History
from plain_excursions import check_items, excursions, plain_excursions
from plain_statistics import NOW, UNCOUNTED, Row, check, statistics

from isotherm.instants import to_datetime, to_ms
from isotherm.quality import Quality


async def check_figures(
    api: Any, rows: Sequence[Row], limits: Any, grace: Any, since: datetime, until: datetime
) -> None:
    """Compare statistics and excursions, and one with the other."""
    figures = await statistics(api, since, until)
    want = plain_excursions(rows, limits, since, until, 3 * QUARTER)
    listed = await excursions(api, since, until, limit=1000)
    assert (listed["total"], listed["more"]) == (len(want), False)
    check_items(listed["items"], want)
    for side in ("above", "below"):
        mine = [item for item in want if item["side"] == side]
        assert figures[side]["times"] == len(mine)
        seconds = sum(item["seconds"] for item in mine)
        assert figures[side]["seconds"] == pytest.approx(seconds, abs=1e-3)
    if grace is None:
        check(figures, rows, limits, since, until, 3 * QUARTER)


def check_preview(history: History, rows: Sequence[Row], limits: Any) -> None:
    """Compare what was said of the last correction before it was made with what it did."""
    if history.previewed is None:
        return
    correction, preview = history.previewed
    ends = [(correction.start + by, correction.end + by) for by in (0, correction.shift)]
    parts = sorted(tuple(to_datetime(end) for end in part) for part in ends)
    if parts[0][1] >= parts[1][0]:
        parts = [(parts[0][0], parts[1][1])]
    inside = [row for part in parts for row in within(rows, *part) if counts(row)]
    values = [value for _, value, _ in inside if value is not None]
    want = [item for part in parts for item in plain_excursions(rows, limits, *part, 3 * QUARTER)]
    figures = preview["after"]
    assert figures["counting"] == len(inside)
    assert (figures["min"], figures["max"]) == (
        min(values, default=None), max(values, default=None),
    )  # fmt: skip
    assert figures["excursions"] == len(want)
    seconds = sum(item["seconds"] for item in want)
    assert figures["seconds"] == pytest.approx(seconds, abs=1e-3)


async def check_series(api: Any, rows: Sequence[Row], start: datetime, end: datetime) -> None:
    """Compare a series of single readings, and one of buckets."""
    span = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end)}
    shown = within(rows, start, min(end, NOW))
    counted = [row for row in shown if counts(row)]
    document = await api.get("ada", "/series", **span, points=2000)
    [series] = document["sensors"]
    marks = [row for row in shown if not counts(row)]
    assert series["uncounted_total"] == len(marks)
    assert [(mark["time"], mark["value"], mark["quality"]) for mark in series["uncounted"]] == [
        (to_ms(at), value, quality) for at, value, quality in marks
    ][-200:]
    assert document["bucket_ms"] is None
    assert list(zip(series["time"], series["avg"], strict=True)) == [
        (to_ms(at), value) for at, value, _ in counted
    ]
    for points in (40, 10):
        document = await api.get("ada", "/series", **span, points=points)
        [series] = document["sensors"]
        assert sum(series["count"]) == len(counted)
        assert series["uncounted_total"] == len(marks)
        values = [row[1] for row in counted]
        assert (min(series["min"], default=None), max(series["max"], default=None)) == (
            min(values, default=None), max(values, default=None),
        )  # fmt: skip


async def check_exports(
    api: Any, rows: Sequence[Row], start: datetime, end: datetime, zone: str
) -> None:
    """Compare the exports of readings, hours and days."""
    lines = await exported(api, start, end, resolution="raw")
    shown = within(rows, start, min(end, NOW))
    assert [
        (datetime.fromisoformat(line["time"]), line["temperature_celsius"] or None)
        for line in lines
    ] == [
        (at, None if value is None else f"{round(value, 9) + 0.0:.15g}") for at, value, _ in shown
    ]
    assert [line["quality"].split("+") for line in lines] == [_words(row[2]) for row in shown]
    whole = start - DAY, end + DAY
    for resolution in ("hour", "day"):
        sums: dict[datetime, list[Row]] = defaultdict(list)
        lines = await exported(api, *whole, resolution=resolution)
        spans = [
            tuple(datetime.fromisoformat(line[end]) for end in ("from", "to")) for line in lines
        ]
        for row in rows:
            for since, until in spans:
                if since <= row[0] < until:
                    sums[since].append(row)
        for line, (since, _) in zip(lines, spans, strict=True):
            inside = sums[since]
            values = [row[1] for row in inside if counts(row) and row[1] is not None]
            figures = (int(line["count"]), int(line["uncounted"]))
            assert figures == (len(values), len(inside) - len(values)), (resolution, since)
            for name, pick in (("min", min), ("max", max)):
                text = line[f"{name}_celsius"]
                assert (float(text) if text else None) == (
                    pytest.approx(pick(values), abs=1e-9) if values else None
                )


def _words(quality: int) -> list[str]:
    return [str(bit.name).lower() for bit in Quality if bit and bit & quality] or ["ok"]


async def exported(api: Any, start: datetime, end: datetime, **more: Any) -> list[dict[str, str]]:
    """Return the lines of an export."""
    span = {"from": to_ms(start), "to": to_ms(end), "zone": "UTC"}
    answer = await api.ask("ada", "/export", params={"sensor": "s/fridge", **span, **more})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def within(rows: Sequence[Row], start: datetime, end: datetime) -> list[Row]:
    """Return the rows of a range."""
    return [row for row in rows if start <= row[0] < end]


def counts(row: Row) -> bool:
    """Return whether a reading counts."""
    return not row[2] & UNCOUNTED
