"""The list of devices: pages of every sort and filter, search, and what is hidden."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from device_changes import people

from isotherm_api.devices.problems import WORST_FIRST

SHORT, FULL = 2_000, 10_000
"""Numbers of devices: several pages; what a large installation has."""
RANKS: dict[str | None, int] = {word: rank for rank, word in enumerate(WORST_FIRST)}
RANKS[None] = len(RANKS)

DEVICES = """
INSERT INTO device (name, site_id, state, disabled_at, connection, connection_at, removed_at)
SELECT 'd' || lpad((n * 7919 % $1)::text, 5, '0'), CASE WHEN n % 5 < 4 THEN $2::int END,
       CASE WHEN n % 9 = 0 THEN 'proposed' ELSE 'known' END,
       CASE WHEN n % 11 = 0 THEN $3::timestamptz END,
       CASE WHEN n % 13 = 0 THEN 'online' WHEN n % 17 = 0 THEN 'offline' END,
       CASE WHEN n % 13 = 0 OR n % 17 = 0 THEN $3::timestamptz END,
       CASE WHEN n % 19 = 0 THEN $3::timestamptz - interval '1 hour' END
FROM generate_series(0, $1 - 1) n"""
CHANNELS = """
INSERT INTO channel (device_id, name)
SELECT id, 'c' || k FROM device, generate_series(1, 1 + id % 2) k WHERE id % 3 > 0"""
LATEST = """
INSERT INTO latest (channel_id, measured_at, received_at, quality)
SELECT id, at, at, 0 FROM channel
CROSS JOIN LATERAL (SELECT $1::timestamptz - make_interval(mins => device_id % 60) AS at) t
WHERE id % 7 > 0"""
REJECTS = """
INSERT INTO reject_hour (device_name, hour, reason, count, kept, kept_bytes)
SELECT name, $1::timestamptz - make_interval(hours => id % 48), 'unit', 1, 0, 0
FROM device WHERE id % 4 = 0"""
LINKS = """
INSERT INTO device_link (name, connected, changed_at, connected_at)
SELECT name, true, at, at FROM device
CROSS JOIN LATERAL (SELECT created_at + make_interval(hours => id % 3 - 1) AS at) t
WHERE id % 23 = 0"""


@pytest_asyncio.fixture(loop_scope="session")
async def many(api: Any, world: Any, request: pytest.FixtureRequest) -> int:
    """Return the number of devices, which are in every state, at a site and without one."""
    number = FULL if request.config.getoption("--soak") else SHORT
    here, _ = await people(world)
    now = api.clock.now()
    await world.connection.execute(DEVICES, number, here, now)
    await world.connection.execute(CHANNELS)
    await world.connection.execute(LATEST, now)
    await world.connection.execute(REJECTS, now)
    await world.connection.execute(LINKS)
    await world.connection.execute("ANALYZE device, channel, latest, reject_hour")
    return number


async def read_all(api: Any, person: str = "ada", **params: Any) -> tuple[list[Any], int]:
    """Return the items of all pages, and the total that every page says."""
    items: list[Any] = []
    totals, cursor = set(), None
    while True:
        at = {} if cursor is None else {"cursor": cursor}
        page = await api.get(person, "/devices", limit=500, **params, **at)
        items += page["items"]
        totals.add(page["total"])
        cursor = page["next"]
        if cursor is None:
            [total] = totals
            return items, total


def key(item: Any, sort: str) -> int:
    """Return what a device is sorted by, before its name."""
    if sort == "heard":
        return int(item["heard"] or 0)
    if sort == "state":
        return STATES.index(state(item))
    return RANKS[item["problem"]] if sort == "problem" else 0


STATES = (
    "offline", "silent", "never", "asleep", "heard", "online", "disabled", "removed",
)  # fmt: skip


def state(item: Any) -> str:
    """Return the word of a device's mark, as pages judge it."""
    for word in ("removed", "disabled"):
        if item[word] is not None:
            return word
    if item["connection"] == "offline":
        return "offline"
    if item["problem"] == "silent":
        return "silent"
    return item["connection"] or ("never" if item["heard"] is None else "heard")


async def test_pages_of_thousands_are_complete_disjoint_and_sorted(api: Any, many: int) -> None:
    everything, total = await read_all(api, removed=True)
    assert total == len(everything) == len({item["name"] for item in everything}) == many
    shown = [item for item in everything if item["removed"] is None or item["problem"] is not None]
    assert len(shown) < many
    assert {item["problem"] for item in shown} == {*WORST_FIRST, None}
    for sort in ("name", "heard", "problem", "state"):
        for order in ("asc", "desc"):
            items, total = await read_all(api, sort=sort, order=order)
            backwards = order == "desc"
            expected = sorted(
                shown, key=lambda item: str(item["name"]), reverse=backwards and sort == "name"
            )
            expected.sort(key=partial(key, sort=sort), reverse=backwards)
            assert [item["name"] for item in items] == [item["name"] for item in expected]
            assert total == len(expected)


HOLDS: dict[str, Callable[[Any], bool]] = {
    "proposed": lambda item: item["state"] == "proposed",
    "known": lambda item: item["state"] == "known",
    "ok": lambda item: item["problem"] is None,
    "problem": lambda item: item["problem"] is not None,
    "removed": lambda item: item["removed"] is not None,
    "proposed_channels": lambda item: item["proposed_count"] > 0,
}


async def test_a_filter_lists_what_its_word_says(api: Any, many: int) -> None:
    everything, _ = await read_all(api, "manager", removed=True)
    shown = [item for item in everything if item["removed"] is None or item["problem"] is not None]
    for state in (*(word for word in WORST_FIRST if word != "rejected"), *HOLDS):
        holds = HOLDS.get(state, lambda item, word=state: bool(item["problem"] == word))
        listed = everything if state == "removed" else shown
        expected = {item["name"] for item in listed if holds(item)}
        assert 0 < len(expected) < len(everything), state
        for sort in ("name", "problem"):
            items, total = await read_all(api, "manager", state=state, sort=sort)
            assert len(items) == total == len(expected), state
            assert {item["name"] for item in items} == expected, state


async def test_rejects_are_found_also_behind_a_worse_problem(api: Any, world: Any) -> None:
    here, _ = await people(world)
    for name in ("fine", "mute", "wrong"):
        await world.channel(name, here)
    await world.connection.execute("UPDATE device SET disabled_at = now() WHERE name = 'mute'")
    await world.connection.execute(
        "INSERT INTO reject_hour (device_name, hour, reason, count, kept, kept_bytes)"
        " SELECT name, $1, 'unit', 1, 0, 0 FROM device WHERE name <> 'fine'",
        api.clock.now(),
    )
    items = (await api.get("ada", "/devices", state="rejected"))["items"]
    assert [item["name"] for item in items] == ["mute", "wrong"]
    assert [item["problem"] for item in items] == ["disabled", "rejected"]


async def test_devices_without_a_home_site_are_listed(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("stray")
    await world.channel("probe-1", here)
    page = await api.get("ada", "/devices", state="no_site")
    assert [item["name"] for item in page["items"]] == ["stray"]
    assert (await api.get("manager", "/devices", state="no_site"))["total"] == 0


async def test_a_search_needs_all_its_words_somewhere(api: Any, world: Any) -> None:
    here, there = await people(world)
    for name, site in (("probe-1", here), ("probe_2", here), ("other", there)):
        await world.channel(name, site)
    await world.connection.execute(
        "UPDATE device SET label = 'Kühlschrank 100%', model = 'TH-16', serial = 'A\\B',"
        " notes = 'behind the door' WHERE name = 'probe-1'"
    )
    for text, names in (
        ("", ["other", "probe-1", "probe_2"]),
        ("PROBE", ["probe-1", "probe_2"]),
        ("kühl", ["probe-1"]),
        ("KÜHL th-16 door", ["probe-1"]),
        ("kühl other", []),
        ("_", ["probe_2"]),
        ("%", ["probe-1"]),
        ("\\", ["probe-1"]),
        ("'", []),
        ("there", ["other"]),
        ("temperature", ["other", "probe-1", "probe_2"]),
        ("  probe   2 ", ["probe_2"]),
    ):
        page = await api.get("ada", "/devices", q=text)
        assert [item["name"] for item in page["items"]] == names, text
        assert page["total"] == len(names)
    assert (await api.get("manager", "/devices", q="other"))["total"] == 0
    assert (await api.get("ada", "/devices", q="probe", site="there"))["total"] == 0


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"sort": "size"}, "sort"), ({"order": "up"}, "order"), ({"state": "well"}, "state"),
        ({"q": "a\x00"}, "q"), ({"q": "a" * 201}, "q"), ({"cursor": "AAAA"}, "cursor"),
        ({"removed": "maybe"}, "removed"),
    ],
)  # fmt: skip
async def test_a_wrong_parameter_is_named(api: Any, params: dict[str, str], field: str) -> None:
    answer = await api.ask("ada", "/devices", params=params)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_a_cursor_belongs_to_its_sort(api: Any, world: Any) -> None:
    for name in ("a", "b"):
        await world.channel(name)
    cursor = (await api.get("ada", "/devices", limit=1, sort="heard"))["next"]
    rest = await api.get("ada", "/devices", limit=1, sort="heard", order="desc", cursor=cursor)
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["b"], None)
    for params in ({"sort": "name"}, {"sort": "heard", "order": "asc"}):
        answer = await api.ask("ada", "/devices", params={"cursor": cursor, **params})
        assert answer.json()["errors"][0]["field"] == "cursor"


async def test_a_page_past_the_end_still_says_the_total(api: Any, world: Any) -> None:
    await world.channel("a")
    await world.channel("b")
    cursor = (await api.get("ada", "/devices", limit=1))["next"]
    await world.connection.execute("UPDATE device SET removed_at = now() WHERE name = 'b'")
    page = await api.get("ada", "/devices", cursor=cursor)
    assert page == {"items": [], "next": None, "total": 1}
