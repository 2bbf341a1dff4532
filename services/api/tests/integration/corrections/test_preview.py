"""What a preview says agrees with statistics before and after the correction is made."""

from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from corrected import (
    CORRECTIONS,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    STEP,
    body,
    insert_fridge,
    make,
    post,
    undo,
)

from isotherm.instants import to_ms
from isotherm_api.corrections import preview

FROM, TO = NOW - 6 * HOUR, NOW - 5 * HOUR


@pytest_asyncio.fixture(loop_scope="session")
async def channel(world: Any) -> int:
    """The channel of `insert_fridge`, with two excursions and a fault in the hour from FROM."""
    _, channel = await insert_fridge(world)
    for minutes, value, quality in ((10, 39.2, 0), (30, 12.0, 0), (50, None, 1)):
        await world.connection.execute(
            "UPDATE reading SET value = $2, quality = $3 WHERE measured_at = $1",
            FROM + minutes * MINUTE, value, quality,
        )  # fmt: skip
    return int(channel)


async def figures(api: Any, since: datetime = FROM, until: datetime = TO) -> dict[str, Any]:
    """Return the figures of a preview as statistics have them."""
    asked = {"sensor": "s/fridge", "from": to_ms(since), "to": to_ms(until)}
    [statistics] = (await api.get("vera", "/statistics", **asked))["sensors"]
    return {
        "counting": statistics["n"],
        **{name: statistics[name] and statistics[name]["value"] for name in ("min", "max")},
        "mean": statistics["mean"],
        "excursions": sum(statistics[side]["times"] for side in ("above", "below")),
        "seconds": sum(statistics[side]["seconds"] for side in ("above", "below")),
    }


def together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of two ranges of the same length, all known; without the mean."""
    return {
        **{name: one[name] + other[name] for name in ("counting", "excursions", "seconds")},
        "min": min(one["min"], other["min"]),
        "max": max(one["max"], other["max"]),
    }


async def preview_of(api: Any, *sent: Any, **other: Any) -> Any:
    """Return the document of a preview."""
    answer = await post(api, body(*sent, **other), path="/preview")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("grace", [None, (900.0, 0.5)])
@pytest.mark.parametrize(
    ("kind", "other"),
    [("set_aside", {}), ("unit", {}), ("unit", {"read_as": "F", "sent_as": "C"}),
     ("time", {"shift_ms": 60_000}), ("time", {"shift_ms": -1_800_000})],
)  # fmt: skip
async def test_it_says_what_statistics_will_say(
    api: Any, world: Any, channel: int, kind: str, other: dict[str, Any], grace: Any
) -> None:
    if grace is not None:
        sensor = await world.connection.fetchval("SELECT id FROM sensor")
        await world.limits(sensor, NOW - 5 * DAY, 2, 8, *grace)
    tried = await preview_of(api, kind, **other)
    shift = MINUTE * (other.get("shift_ms", 0) / 60_000)
    touched = min(FROM, FROM + shift), max(TO, TO + shift)
    assert tried["before"] == await figures(api, *touched)
    assert (tried["readings"], tried["counting"]) == (6, 5)
    correction = await make(api, kind, **other)
    assert tried["after"] == await figures(api, *touched)
    assert tried["after"] != tried["before"]
    undoing = await api.get("olga", f"{CORRECTIONS}/{correction['id']}/undo")
    assert (undoing["before"], undoing["after"]) == (tried["after"], tried["before"])
    assert undoing["readings"] == 6
    assert undoing["counting"] == (0 if kind == "set_aside" else 5)


async def test_both_ranges_of_a_long_shift_are_summed(api: Any, channel: int) -> None:
    shift = -DAY
    tried = await preview_of(api, "time", shift_ms=shift // (MINUTE / 60_000))
    for when in ("before", "after"):
        if when == "after":
            await make(api, "time", shift_ms=shift // (MINUTE / 60_000))
        here, there = await figures(api), await figures(api, FROM + shift, TO + shift)
        if when == "before":
            assert {**tried[when], "mean": None} == {**together(here, there), "mean": None}
        else:
            assert (here["counting"], here["min"]) == (0, None)
            assert tried[when]["counting"] == there["counting"] == 11
            assert (tried[when]["max"], tried[when]["excursions"]) == (39.2, 2)


async def test_it_changes_nothing(api: Any, world: Any, channel: int) -> None:
    await world.connection.execute("DELETE FROM dirty")
    before = await figures(api)
    for kind in ("set_aside", "unit", "time"):
        await preview_of(api, kind)
    assert await figures(api) == before
    assert (await api.get("vera", CORRECTIONS, undone="true"))["items"] == []
    for table in ("dirty", "audit"):
        assert await world.connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_undoing_cannot_be_tried_twice(api: Any, channel: int) -> None:
    correction = await make(api)
    await undo(api, correction)
    answer = await api.ask("olga", f"{CORRECTIONS}/{correction['id']}/undo")
    assert answer.status_code == 409, answer.text


async def test_it_stands_on_the_corrections_in_force(api: Any, channel: int) -> None:
    await make(api, "time", shift_ms=60 * 60_000)
    tried = await preview_of(api, since=TO, until=TO + HOUR)
    assert (tried["readings"], tried["counting"]) == (12, 11)
    assert (tried["before"]["max"], tried["after"]["counting"]) == (39.2, 0)
    await make(api, since=TO, until=TO + 30 * MINUTE)
    tried = await preview_of(api, "unit", since=TO, until=TO + HOUR)
    assert (tried["readings"], tried["counting"]) == (12, 5)
    assert tried["after"]["counting"] == 5


async def test_where_nothing_was_measured_there_is_nothing_to_change(
    api: Any, channel: int
) -> None:
    tried = await preview_of(api, since=NOW - 5 * DAY, until=NOW - 4 * DAY)
    empty = {"counting": 0, "min": None, "max": None, "mean": None}
    empty |= {"excursions": 0, "seconds": 0}
    assert tried == {"readings": 0, "counting": 0, "before": empty, "after": empty}


async def test_a_preview_reads_so_many_readings_at_most(
    api: Any, channel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "MOST_READINGS", 6)
    await preview_of(api)
    answer = await post(api, body(until=TO + STEP), path="/preview")
    assert answer.status_code == 422
    assert answer.json()["detail"] == "from: a preview covers at most 6 readings"
    await make(api, until=TO + STEP)
