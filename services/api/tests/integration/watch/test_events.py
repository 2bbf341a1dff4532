"""`GET /watch/events`: what was wrong with the system, for administrators."""

from typing import Any

import pytest
from watched import broker

from isotherm.instants import to_ms

_ADD = (
    "INSERT INTO alert (kind, cause, since, until, count, detail) VALUES ($1, $2,"
    " now() - $3 * interval '1 s', now() - $4 * interval '1 s', $5, $6) RETURNING since"
)


async def _add(
    world: Any, kind: str, began_s: float, ended_s: float | None, count: int | None = None
) -> int:
    """Insert an alert by the ages of its begin and end, seconds; return its begin, ms."""
    since = await world.connection.fetchval(
        _ADD, kind, f"{kind}{began_s}", began_s, ended_s, count, f"{kind} {began_s:.0f}"
    )
    return to_ms(since)


async def _details(api: Any, **params: Any) -> list[str]:
    page = await api.get("ada", "/watch/events", **params)
    return [item["detail"] for item in page["items"]]


async def test_open_and_ended_events_come_newest_first(api: Any, world: Any) -> None:
    await broker(world)
    began = await _add(world, "blind", 7200.0, 6720.0)
    await _add(world, "queued", 60.0, None, 900)
    page = await api.get("ada", "/watch/events")
    queued, blind = page["items"]
    assert (queued["kind"], queued["until"], queued["count"]) == ("queued", None, 900)
    assert queued["seconds"] >= 60
    assert blind == {
        "kind": "blind", "since": began, "until": began + 480_000, "seconds": 480,
        "count": None, "detail": "blind 7200",
    }  # fmt: skip
    assert page["next"] is None


async def test_only_administrators_read_events(api: Any, world: Any) -> None:
    await world.grant(await world.site("s"), "manager", username="vera")
    answer = await api.ask("vera", "/watch/events")
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "Only administrators may see the events of the system.",
    )  # fmt: skip
    assert (await api.ask("", "/watch/events")).status_code == 401


async def test_they_are_filtered_by_kind_and_by_the_time_in_which_they_were_open(
    api: Any, world: Any
) -> None:
    await broker(world)
    old = await _add(world, "blind", 7200.0, 6720.0)
    await _add(world, "impaired", 3600.0, 3000.0)
    await _add(world, "ledger", 1800.0, None)
    assert await _details(api, kind="ledger") == ["ledger 1800"]
    assert await _details(api, kind=["blind", "ledger"]) == ["ledger 1800", "blind 7200"]
    end = old + 480_000
    assert await _details(api, **{"from": end + 1}) == ["ledger 1800", "impaired 3600"]
    assert await _details(api, to=end) == ["blind 7200"]
    assert await _details(api, to=old) == []
    assert await _details(api, **{"from": old + 60_000, "to": old + 120_000}) == ["blind 7200"]


@pytest.mark.parametrize(
    "params",
    [{"kind": "alarm"}, {"from": 2, "to": 1}, {"from": 10**18}, {"cursor": "x"}, {"limit": 0}],
)
async def test_a_filter_that_means_nothing_is_refused(
    api: Any, world: Any, params: dict[str, Any]
) -> None:
    answer = await api.ask("ada", "/watch/events", params=params)
    assert answer.status_code == 422


async def test_pages_continue_where_the_one_before_ended(api: Any, world: Any) -> None:
    await broker(world)
    for age in range(7):
        await _add(world, "blind", 600.0 - age // 2, 10.0 - age)
    whole = await _details(api)
    pieces: list[str] = []
    cursor: dict[str, str] = {}
    while cursor is not None:
        page = await api.get("ada", "/watch/events", limit=3, **cursor)
        pieces += [item["detail"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(whole) == 7
    assert pieces == whole


async def test_a_loss_ends_with_its_newest_drop(api: Any, world: Any) -> None:
    await broker(world)
    await _add(world, "lost", 360.0, None, 112)
    for since_s, until_s in ((360.0, 300.0), (240.0, 180.0)):
        await world.connection.execute(
            "INSERT INTO broker_drop (since, until, count) VALUES"
            " (now() - $1 * interval '1 s', now() - $2 * interval '1 s', 56)",
            since_s, until_s,
        )  # fmt: skip
    [item] = (await api.get("ada", "/watch/events"))["items"]
    assert item["seconds"] == pytest.approx(180, abs=5)
    assert item["until"] is not None


async def test_that_nobody_watches_is_an_open_event(api: Any, world: Any) -> None:
    await broker(world, seen_s=90.0)
    await _add(world, "blind", 7200.0, 6720.0)
    page = await api.get("ada", "/watch/events")
    first, second = page["items"]
    assert "Worker is unavailable" in first["detail"]
    assert first["until"] is None
    assert first["seconds"] >= 90
    assert second["kind"] == "blind"
    assert await _details(api, kind="blind") == ["blind 7200"]
