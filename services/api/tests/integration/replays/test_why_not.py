"""Why a reject cannot be replayed now: said in lists, counted before and after asking."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from replayed import ask, reject

from isotherm.instants import to_ms
from isotherm.reasons import RULES
from isotherm.replays import NEVER_SHOWED, WhyNot

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}
VIENNA = NEVER_SHOWED.format(zone="Europe/Vienna")
OLD = {"rules": RULES - 1}
NOW_RULES = {"rules": RULES}
ZONE, DST, FULL = "time_without_zone", "no_such_time", "too_many_channels"
READ = "temperature"

CASES: list[tuple[str | None, str, dict[str, Any], str]] = [
    (None, "not_json", OLD, ""),
    ("unreadable", "not_json", NOW_RULES, ""),
    ("unreadable", "conflict", OLD, ""),
    ("unreadable", "of_the_future", OLD, ""),
    ("unreadable", "not_json", NOW_RULES | {"whole": False}, ""),
    ("cut", "not_json", OLD | {"whole": False}, ""),
    ("replayed", ZONE, {"replayed_at": NOW}, "time_zone = 'Europe/Vienna'"),
    ("no_zone", ZONE, {}, ""),
    (None, ZONE, {}, "time_zone = 'Europe/Vienna'"),
    ("no_zone", "not_json", OLD | {"refused_again": "Time without a zone: no offset"}, ""),
    ("refused_again", "not_json", OLD | {"refused_again": "Not a number: x"}, ""),
    (
        "refused_again", ZONE, {"refused_again": "Conflicting value for the same time: 1"},
        "time_zone = 'Europe/Vienna'",
    ),
    ("same_zone", DST, {"detail": VIENNA}, "time_zone = 'Europe/Vienna'"),
    (None, DST, {"detail": VIENNA}, "time_zone = 'Asia/Kathmandu'"),
    (None, DST, {"detail": "of an earlier version"}, "time_zone = 'Europe/Vienna'"),
    (
        "same_zone", ZONE, {"refused_again": f"Local time skipped by DST: {VIENNA}"},
        "time_zone = 'Europe/Vienna'",
    ),
    ("disabled", "not_json", OLD, "disabled_at = now()"),
    ("removed", "not_json", OLD, "removed_at = now(), disabled_at = now()"),
    (None, FULL, {}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "reason", "changes", "device"), CASES)
async def test_a_reject_says_why_it_cannot_be_replayed(
    api: Any, world: Any, why: str | None, reason: str, changes: dict[str, Any], device: str
) -> None:
    await world.channel("probe", await world.site("here"))
    if device:
        await world.connection.execute(f"UPDATE device SET {device}")
    reject_id = await reject(world, "probe", reason, channel_name=READ, **changes)
    [item] = (await api.get("ada", "/rejects", **TODAY))["items"]
    assert (item["why_not"], item["why_not_text"]) == (why, why and WhyNot(why).text)
    preview = await api.get("ada", "/rejects/replays/preview", **TODAY)
    job = await ask(api, "ada", ids=[reject_id])
    assert preview["matched"] == job["matched"] == (why is None)
    assert preview["of"] == 1
    skipped = [] if why is None else [{"why_not": why, "text": WhyNot(why).text, "count": 1}]
    assert preview["skipped"] == job["skipped"] == skipped


async def test_an_ignored_channel_and_a_full_device_take_nothing(api: Any, world: Any) -> None:
    channel = await world.channel("probe", await world.site("here"))
    await world.connection.execute("UPDATE channel SET state = 'ignored' WHERE id = $1", channel)
    await reject(world, "probe", "not_json", channel_name=READ, **OLD)
    await reject(world, "probe", FULL, channel_name="another")
    device = await world.connection.fetchval("SELECT device_id FROM channel WHERE id = $1", channel)
    await world.connection.execute(
        "INSERT INTO channel (device_id, name, state, proposed_at)"
        " SELECT $1, 'c' || n, CASE WHEN n % 2 = 0 THEN 'proposed' ELSE 'known' END, now()"
        " FROM generate_series(1, 64) AS n",
        device,
    )
    whys = [item["why_not"] for item in (await api.get("ada", "/rejects", **TODAY))["items"]]
    assert whys == ["no_room", "ignored"]
    # silent proposals would make room
    await world.connection.execute("UPDATE channel SET proposed_at = now() - interval '2 hours'")
    whys = [item["why_not"] for item in (await api.get("ada", "/rejects", **TODAY))["items"]]
    assert whys == [None, "ignored"]


async def test_a_preview_counts_by_filter_and_site_most_first(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("mine", here)
    await world.channel("theirs", await world.site("there"))
    await world.grant(here, "operator", username="olga")
    for reason in ("not_json", "not_json", "conflict"):
        await reject(world, "mine", reason, **NOW_RULES)
    await reject(world, "mine", "not_json", whole=False, **OLD)
    last = await reject(world, "mine", "not_json", **OLD)
    other = await reject(world, "theirs", "not_json", **OLD)
    for filters, matched, of, whys in (
        ({}, 1, 5, {"unreadable": 3, "cut": 1}),
        ({"reason": "conflict"}, 0, 1, {"unreadable": 1}),
        ({"device": "theirs"}, 0, 0, {}),
        ({"from": TODAY["to"], "to": TODAY["to"] + 1}, 0, 0, {}),
    ):
        preview = await api.get("olga", "/rejects/replays/preview", **(TODAY | filters))
        assert (preview["matched"], preview["of"]) == (matched, of)
        assert {skipped["why_not"]: skipped["count"] for skipped in preview["skipped"]} == whys
        assert list(whys) == [skipped["why_not"] for skipped in preview["skipped"]]
    job = await ask(api, "olga", ids=[last, other, 10**9])
    assert job["matched"] == 1
    assert [(skipped["why_not"], skipped["count"]) for skipped in job["skipped"]] == [
        ("unknown", 2)
    ]
    assert (await api.ask("nobody", "/rejects/replays/preview")).status_code == 403
