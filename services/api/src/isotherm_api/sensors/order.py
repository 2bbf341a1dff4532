"""Where a sensor stands in its site's list."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from isotherm_api.problem import Invalid

STEP = 1024
_FARTHEST = 2**30
Order = Sequence[asyncpg.Record] | Sequence[Mapping[str, Any]]
"""Rows with `id`, `slug` and `position`, in order."""


def judge_move(order: Order, sensor_id: int, after: str | None) -> dict[int, int]:
    """Return the positions to set, by id, so that a sensor follows `after` (None: is the first).

    That is the sensor's alone if there is room between its new neighbours; otherwise all are
    numbered again. The dict is empty if it stands there already. Raises Invalid, naming `after`,
    if that is no other sensor of the list.
    """
    others = [row for row in order if row["id"] != sensor_id]
    slugs = [row["slug"] for row in others]
    if after is not None and after not in slugs:
        raise Invalid.field("after", "is no other sensor of this site")
    index = 0 if after is None else slugs.index(after) + 1
    if order[index]["id"] == sensor_id:
        return {}
    position = _between([row["position"] for row in others], index)
    if position is not None:
        return {sensor_id: position}
    ids = [row["id"] for row in others]
    ids.insert(index, sensor_id)
    return {key: STEP * number for number, key in enumerate(ids, start=1)}


def _between(positions: Sequence[int | None], index: int) -> int | None:
    """Return a free position before that of `index`; None if there is none."""
    before = positions[index - 1] if index else None
    following = positions[index] if index < len(positions) else None
    if index and before is None:
        return None  # it would have to stand behind one without a position
    if before is None:
        position = 0 if following is None else following - STEP
    elif following is None:
        position = before + STEP
    else:
        position = (before + following) // 2
        if position == before:
            return None
    return position if abs(position) <= _FARTHEST else None
