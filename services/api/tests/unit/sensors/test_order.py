"""Where a moved sensor stands, and which positions have to change for that."""

from typing import Any

import pytest

from isotherm_api.problem import Invalid
from isotherm_api.sensors.order import STEP, judge_move


def rows(**positions: int | None) -> list[dict[str, Any]]:
    """Return sensors in order; ids are their numbers from 1."""
    return [
        {"id": number, "slug": slug, "position": position}
        for number, (slug, position) in enumerate(positions.items(), start=1)
    ]


def order_after(before: list[dict[str, Any]], changed: dict[int, int]) -> str:
    """Return the slugs in the order that the database would list them in afterwards."""
    now = [row | {"position": changed.get(row["id"], row["position"])} for row in before]
    now.sort(key=lambda row: (row["position"] is None, row["position"] or 0, row["slug"]))
    return "".join(row["slug"] for row in now)


@pytest.mark.parametrize(
    "start", [[None] * 4, [0, 1, 2, 3], [-5, 7, None, None], [1024, 1024, 2048, 2048]]
)
def test_a_sensor_stands_where_it_was_moved_to(start: list[int | None]) -> None:
    before = rows(**dict(zip("abcd", start, strict=True)))
    for moved in range(1, 5):
        others = [slug for slug in "abcd" if slug != "abcd"[moved - 1]]
        for index, after in enumerate([None, *others]):
            changed = judge_move(before, moved, after)
            wanted = [*others[:index], "abcd"[moved - 1], *others[index:]]
            assert order_after(before, changed) == "".join(wanted), (moved, after)


def test_only_the_moved_one_changes_while_there_is_room() -> None:
    before = rows(a=STEP, b=2 * STEP, c=3 * STEP)
    assert judge_move(before, 3, "a") == {3: STEP + STEP // 2}
    assert judge_move(before, 3, None) == {3: 0}
    assert judge_move(before, 1, "c") == {1: 4 * STEP}


def test_all_are_numbered_again_if_there_is_none() -> None:
    assert judge_move(rows(a=1, b=2, c=3), 3, "a") == {1: STEP, 3: 2 * STEP, 2: 3 * STEP}
    assert set(judge_move(rows(a=2**30, b=None, c=None), 3, "a")) == {1, 2, 3}


def test_one_that_stands_there_already_stays() -> None:
    assert judge_move(rows(a=None, b=None), 2, "a") == {}
    assert judge_move(rows(a=None), 1, None) == {}


@pytest.mark.parametrize("after", ["b", "nothing"])
def test_it_cannot_follow_itself_or_a_stranger(after: str) -> None:
    with pytest.raises(Invalid) as refused:
        judge_move(rows(a=None, b=None), 2, after)
    assert refused.value.errors[0].field == "after"
