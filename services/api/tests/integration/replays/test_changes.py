"""Replays of rejects: who may ask for which, and the jobs that ingest will run."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from replayed import CURABLE, ask, reject

from isotherm.instants import to_ms
from isotherm.reasons import RULES
from isotherm.replays import NOTIFIED

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def test_a_replay_matches_fixable_rejects_of_my_sites(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    for device, site in (("mine", here), ("theirs", there), ("homeless", None)):
        await world.channel(device, site)
    await world.grant(here, "operator", username="olga")
    matching = [
        await reject(world, "mine"),
        await reject(world, "mine", "no_such_time", rules=RULES),
        await reject(world, "mine", "not_json", rules=RULES - 1),
        await reject(world, "theirs"),
        await reject(world, "homeless"),
        await reject(world, "stranger"),
    ]
    others = [
        await reject(world, "mine", "not_json", rules=RULES),
        await reject(world, "mine", "conflict", rules=RULES - 1),
        await reject(world, "mine", "not_json", rules=RULES - 1, whole=False),
        await reject(world, "mine", whole=False),
        await reject(world, "mine", replayed_at=NOW),
    ]
    late = await reject(world, "mine", received_at=NOW + 2 * HOUR)
    for username, wanted, matched in (
        ("olga", TODAY, 3),
        ("ada", TODAY, 6),
        ("olga", TODAY | {"reason": CURABLE}, 1),
        ("olga", TODAY | {"reason": "not_json"}, 1),
        ("olga", TODAY | {"device": "theirs"}, 0),
        ("ada", TODAY | {"device": "theirs"}, 1),
        ("olga", {"ids": matching + others + [late]}, 4),
        ("ada", {"ids": others}, 0),
    ):
        job = await ask(api, username, **wanted)
        assert job["matched"] == matched, wanted
        assert job["state"] == ("waiting" if matched else "done")
        assert (job["done"] is None) == bool(matched)
        assert (job["replayed"], job["duplicate"], job["refused_again"]) == (0, 0, 0)
        assert {name: value for name, value in job["filter"].items() if value} == wanted
        row = await world.connection.fetchrow("SELECT * FROM replay_job WHERE id = $1", job["id"])
        assert row["site_ids"] == (None if username == "ada" else [here])
        assert row["last_id"] == 0 if matched == 0 else max(matching)


async def test_a_replay_is_audited_and_notifies_ingest(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("mine", here)
    await world.grant(here, "operator", username="olga")
    await reject(world, "mine")
    notified = asyncio.Event()
    connection = await asyncpg.connect(api.dsn)
    try:
        await connection.add_listener(NOTIFIED, lambda *_: notified.set())
        job = await ask(api, "olga", **TODAY)
        async with asyncio.timeout(60):
            await notified.wait()
    finally:
        await connection.close()
    [row] = await world.connection.fetch("SELECT * FROM audit")
    assert (row["actor"], row["action"], row["target"], row["site_id"]) == (
        "olga", "reject.replay", f"replay {job['id']}", here,
    )  # fmt: skip
    assert json.loads(row["after"]) == {"filter": TODAY, "matched": 1}


async def test_a_person_has_a_few_replays_waiting_and_leaves_others_theirs(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    await world.channel("mine", here)
    for name in ("olga", "otto"):
        await world.grant(here, "operator", username=name)
    await reject(world, "mine")
    jobs = [await ask(api, "olga", **TODAY) for _ in range(5)]
    answer = await api.ask("olga", "/rejects/replays", method="POST", json=TODAY)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    await ask(api, "otto", **TODAY)
    await world.connection.execute(
        "UPDATE replay_job SET state = 'done', done_at = now() WHERE id = $1", jobs[0]["id"]
    )
    await ask(api, "olga", **TODAY)


async def test_concurrent_requests_for_replays_keep_the_bound(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("mine", here)
    await world.grant(here, "operator", username="olga")
    await reject(world, "mine")
    async with asyncio.TaskGroup() as group:
        asked = [
            group.create_task(
                api.ask("olga", "/rejects/replays", method="POST", json=TODAY), name=f"ask-{number}"
            )
            for number in range(9)
        ]
    assert sorted(task.result().status_code for task in asked) == [202] * 5 + [429] * 4
