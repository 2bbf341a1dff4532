"""Excursions found in the plainest way, from a list of readings in memory."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from plain_statistics import NOW, UNCOUNTED, Limits, Row

from isotherm.instants import to_ms

_SIDES = ("above", "below")


def plain_excursions(
    rows: Sequence[Row], limits: Limits, start: datetime, end: datetime, longest: timedelta
) -> list[dict[str, Any]]:
    """Return the items of `GET /excursions`, newest first, each with `exact` and `times`."""
    pieces = _pieces(sorted(rows), limits, start, longest)
    items = [item for side in _SIDES for item in _one_side(pieces, limits, side, start, end)]
    return sorted(items, key=lambda item: item["from"], reverse=True)


Piece = tuple[datetime, datetime, float]


def _pieces(
    rows: Sequence[Row], limits: Limits, start: datetime, longest: timedelta
) -> list[Piece]:
    """Return from when until when each value holds, cut where it is judged again."""
    pieces = []
    for index, (when, value, quality) in enumerate(rows):
        following = rows[index + 1][0] if index + 1 < len(rows) else NOW
        until = when if following - when > longest else following
        if value is not None and quality & UNCOUNTED == 0:
            cuts = {start, *(since for since, *_ in limits)}
            inner = sorted(cut for cut in cuts if when < cut < until)
            pieces += [(a, b, value) for a, b in itertools.pairwise([when, *inner, until])]
    return pieces


def _counted(pieces: Sequence[Piece], limits: Limits, side: str) -> list[tuple[bool, Any]]:
    """Return whether each piece is of an excursion that counts, and the limit in force."""
    marks: list[tuple[bool, Any]] = []
    members: list[int] = []
    begin, least = NOW, 0.0

    def close(end: datetime) -> None:
        for member in members:
            marks[member] = (end - begin).total_seconds() >= least, marks[member][1]

    for number, (a, _, value) in enumerate(pieces):
        force = [entry for entry in limits if entry[0] <= a]
        _, low, high, *grace = force[-1] if force else (None, None, None)
        min_duration, hysteresis = grace or (0.0, 0.0)
        limit = high if side == "above" else low
        beyond = None if limit is None else (value - limit) * (1 if side == "above" else -1)
        marks.append((False, limit))
        if members and (beyond is None or beyond <= -hysteresis):
            close(a)
            members = []
        elif members or (beyond is not None and beyond > 0):
            begin, least = (begin, least) if members else (a, min_duration)
            members.append(number)
    close(NOW)
    return marks


def _one_side(
    pieces: Sequence[Piece], limits: Limits, side: str, start: datetime, end: datetime
) -> list[dict[str, Any]]:
    past = max(start, min(end, NOW))
    items: list[dict[str, Any]] = []
    open_one: dict[str, Any] | None = None
    earlier, first = False, True
    marks = _counted(pieces, limits, side)
    sign = 1 if side == "above" else -1
    for (a, b, value), (beyond, limit) in zip(pieces, marks, strict=True):
        if a < start:
            earlier = beyond
        elif a < end:
            before, first = earlier and first, False
            if beyond and open_one is None:
                open_one = {
                    "side": side, "from": to_ms(start if before else a), "to": to_ms(past),
                    "open": True, "before": before, "seconds": 0.0, "exact": True, "times": 1,
                    "extreme": {"value": value, "time": to_ms(a)}, "limit": limit,
                }  # fmt: skip
                items.append(open_one)
            if not beyond and open_one is not None:
                open_one |= {"open": False, "to": to_ms(a)}
                open_one = None
            if open_one is not None:
                open_one["seconds"] += max(0.0, (min(b, past) - a).total_seconds())
                if (value - open_one["extreme"]["value"]) * sign > 0:
                    open_one |= {"extreme": {"value": value, "time": to_ms(a)}, "limit": limit}
    return items


async def excursions(
    api: Any, start: datetime, end: datetime, sensor: str = "s/fridge", **more: Any
) -> Any:
    """Return a sensor's excursions, asked for by an admin."""
    span = {"from": to_ms(start), "to": to_ms(end)}
    document = await api.get("ada", "/excursions", sensor=sensor, **span, **more)
    [listed] = document["sensors"]
    return listed


def check_items(items: Sequence[dict[str, Any]], want: Sequence[dict[str, Any]]) -> None:
    """Compare items with those of the plain computation, seconds but for rounding."""
    close = [item | {"seconds": pytest.approx(item["seconds"], abs=1e-3)} for item in want]
    assert list(items) == close
