"""Replay jobs as rows: what they match when they are inserted, and who sees them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from replayed import CURABLE, reject

from isotherm.instants import to_ms
from isotherm.replays import Filter
from isotherm_api.replays import queries

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_a_job_remembers_the_last_reject_it_matched(api: Any, world: Any) -> None:
    """Rejects that come later are not replayed by it."""
    ids = [await reject(world, "d") for _ in range(3)]
    await reject(world, "d", "not_json")
    wanted = Filter(start=to_ms(NOW - HOUR), end=to_ms(NOW), reason=CURABLE)
    async with api.services.database.writing() as connection:
        row = await queries.insert_job(connection, wanted, None, "ada")
    assert (row["matched"], row["state"], row["done_at"]) == (3, "waiting", None)
    assert json.loads(row["filter"]) == wanted.document()
    stored = await world.connection.fetchrow("SELECT last_id, site_ids FROM replay_job")
    assert tuple(stored) == (ids[-1], None)


async def test_a_job_that_matches_nothing_is_done_at_once(api: Any, world: Any) -> None:
    async with api.services.database.writing() as connection:
        row = await queries.insert_job(connection, Filter(ids=[7]), [], "ada")
        assert await queries.count_open(connection, "ada") == 0
    assert (row["matched"], row["state"]) == (0, "done")
    assert row["done_at"] == row["asked_at"]


async def test_open_jobs_are_those_of_one_person_that_wait_or_run(api: Any, world: Any) -> None:
    for person, state in (
        ("olga", "waiting"), ("olga", "running"), ("olga", "done"), ("olga", "failed"),
        ("otto", "waiting"),
    ):  # fmt: skip
        await world.connection.execute(
            "INSERT INTO replay_job (asked_by, filter, last_id, state, done_at) VALUES ($1, '{}',"
            " 0, $2, $3)",
            person, state, NOW if state in ("done", "failed") else None,
        )  # fmt: skip
    async with api.services.database.reading() as connection:
        counts = [await queries.count_open(connection, name) for name in ("olga", "otto", "ada")]
    assert counts == [2, 1, 0]


async def test_a_job_is_seen_by_who_may_replay_at_each_of_its_sites(api: Any, world: Any) -> None:
    a, b = await world.site("a"), await world.site("b")
    async with api.services.database.writing() as connection:
        jobs = {
            name: (await queries.insert_job(connection, Filter(ids=[1]), sites, name))["id"]
            for name, sites in (("both", [a, b]), ("one", [a]), ("all", None))
        }
        for sites, names in (
            (None, ["all", "one", "both"]), ([a, b], ["one", "both"]), ([a], ["one"]), ([b], []),
            ([], []),
        ):  # fmt: skip
            rows = await queries.load_page(connection, sites, None, 9)
            assert [row["asked_by"] for row in rows] == names, sites
            for name, job_id in jobs.items():
                row = await queries.read_job(connection, sites, job_id)
                assert (row is not None) == (name in names), (sites, name)


async def test_a_page_begins_below_an_id_and_ends_at_its_limit(api: Any, world: Any) -> None:
    async with api.services.database.writing() as connection:
        rows = [await queries.insert_job(connection, Filter(ids=[1]), None, "a") for _ in range(4)]
        ids = [row["id"] for row in rows]
        for before, limit, page in (
            (None, 2, [ids[3], ids[2]]), (ids[2], 9, [ids[1], ids[0]]), (ids[0], 9, []),
        ):  # fmt: skip
            jobs = await queries.load_page(connection, None, before, limit)
            assert [row["id"] for row in jobs] == page
