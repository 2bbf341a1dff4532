"""While rollups of a range have still to be computed again, answers about it say so."""

from datetime import datetime
from typing import Any

import pytest
from rolled_fridge import DAY, HOUR, NOW, ROLLED_TO, START, STEP, insert_fridge, steady

from isotherm.instants import to_micros, to_ms
from isotherm_api.history import stale

FROM, TO = START + DAY, START + DAY + 6 * HOUR
REACH = 3 * STEP
"""A reading of the fridge holds no longer than that."""
INSTANT = STEP / 600_000_000
PATHS = ("/series", "/statistics", "/excursions")


async def dirty(world: Any, since: datetime, until: datetime, **whose: int) -> None:
    """Insert a dirty range of `sensor_id` or `channel_id`."""
    [(column, key)] = whose.items()
    statement = f"INSERT INTO dirty ({column}, since, until) VALUES ($1, $2, $3)"
    await world.connection.execute(statement, key, since, until)


async def said(api: Any, start: datetime = FROM, end: datetime = TO) -> bool:
    """Return what all answers say about the range, which is the same."""
    params = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end)}
    answers = [await api.get("ada", path, **params) for path in PATHS]
    told = [answer["recalculating"] for answer in answers]
    told += [sensor["recalculating"] for answer in answers for sensor in answer["sensors"]]
    for resolution in ("raw", "hour", "day"):
        file = await api.ask("ada", "/export", params=params | {"resolution": resolution})
        told.append(file.headers["Isotherm-Recalculating"] == "true")
    assert len(set(told)) == 1, told
    return bool(told[0])


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (FROM + HOUR, FROM + HOUR, True),
        (FROM - DAY, FROM + HOUR, True),
        (TO - HOUR, NOW + DAY, True),
        (FROM - REACH, FROM - REACH, True),
        (TO + REACH - INSTANT, TO + HOUR, True),
        (FROM - DAY, FROM - REACH - INSTANT, False),
        (TO + REACH, NOW, False),
    ],
)
async def test_a_dirty_range_concerns_what_it_touches(
    api: Any, world: Any, since: datetime, until: datetime, wanted: bool
) -> None:
    fridge = await insert_fridge(world, steady())
    assert not await said(api)
    await dirty(world, since, until, sensor_id=fridge.id)
    assert await said(api) is wanted
    await world.connection.execute("DELETE FROM dirty")
    assert not await said(api)


async def test_a_channel_concerns_a_sensor_only_while_it_fed_it(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    _, other = await world.fed(fridge.site_id, "other")
    await dirty(world, FROM, TO, channel_id=other)
    assert not await said(api)
    await dirty(world, FROM, TO, channel_id=fridge.channel)
    assert await said(api)
    await world.connection.execute("DELETE FROM dirty")
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange($2, NULL) WHERE channel_id = $1",
        fridge.channel, TO + DAY,
    )  # fmt: skip
    await world.connection.execute("DELETE FROM dirty WHERE sensor_id IS NOT NULL")
    await dirty(world, FROM, TO, channel_id=fridge.channel)
    assert not await said(api)


async def test_what_is_read_from_readings_is_never_recalculated(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await dirty(world, ROLLED_TO + REACH, NOW, sensor_id=fridge.id)
    assert not await said(api, FROM, NOW)
    await dirty(world, FROM, NOW, sensor_id=fridge.id)
    assert not await said(api, ROLLED_TO, NOW)
    assert await said(api, FROM, NOW)
    await world.sensor(fridge.site_id, "bare")
    params = {"from": to_ms(FROM), "to": to_ms(NOW)}
    answer = await api.get("ada", "/series", sensor=["s/bare", "s/fridge"], **params)
    assert [sensor["recalculating"] for sensor in answer["sensors"]] == [False, True]
    assert answer["recalculating"] is True


async def test_limits_set_in_the_past_are_told_until_they_are_applied(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute(
        "INSERT INTO limits (sensor_id, since, high, set_by) VALUES ($1, $2, 3, 'ada')",
        fridge.id, FROM - HOUR,
    )  # fmt: skip
    assert await said(api)
    await world.connection.execute("DELETE FROM dirty")
    assert not await said(api)


async def test_a_change_concerns_whatever_excursion_it_may_let_count(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute(
        "INSERT INTO limits (sensor_id, since, high, min_duration_s, set_by)"
        " VALUES ($1, $2, 8, $3, 'ada')",
        fridge.id, FROM - 9 * DAY, (2 * HOUR).total_seconds(),
    )  # fmt: skip
    before, after = FROM - REACH - 2 * HOUR, TO + REACH + 2 * HOUR
    for at, wanted in (
        (before, True),
        (before - INSTANT, False),
        (after - INSTANT, True),
        (after, False),
    ):
        await world.connection.execute("DELETE FROM dirty")
        await dirty(world, at, at, sensor_id=fridge.id)
        assert await said(api) is wanted, at


@pytest.mark.parametrize("path", PATHS)
async def test_an_etag_never_says_unchanged_across_a_recalculation(
    api: Any, world: Any, path: str
) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('closed_to', to_jsonb($1::bigint))",
        to_micros(ROLLED_TO),
    )

    async def ask(tag: str | None) -> Any:
        headers = {} if tag is None else {"If-None-Match": tag}
        params = {"sensor": "s/fridge", "from": to_ms(FROM), "to": to_ms(TO)}
        return await api.ask("ada", path, params=params, headers=headers)

    # two changes at once: the one with the higher id may be seen first
    await dirty(world, NOW, NOW, sensor_id=fridge.id)
    before = (await ask(None)).headers["ETag"]
    assert (await ask(before)).status_code == 304
    await world.connection.execute(
        "INSERT INTO dirty (id, sensor_id, since, until) OVERRIDING SYSTEM VALUE"
        " VALUES (0, $1, $2, $3)",
        fridge.id, FROM, TO,
    )  # fmt: skip
    during = await ask(before)
    assert during.status_code == 200
    assert during.json()["recalculating"] is True
    await world.connection.execute("DELETE FROM dirty WHERE id = 0")
    after = await ask(during.headers["ETag"])
    assert after.status_code == 200
    assert after.json()["recalculating"] is False


async def test_very_many_dirty_ranges_are_told_as_one(
    api: Any, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fridge = await insert_fridge(world, steady())
    packed = b"".join(n.to_bytes(8, "big") * 2 for n in range(stale._MOST))
    assert len(stale.decode_stale(packed)) == 1
    assert len(stale.decode_stale(packed[:-16])) == stale._MOST - 1
    for _ in range(3):
        await dirty(world, FROM, TO, sensor_id=fridge.id)
    assert await said(api)


async def test_a_late_reading_concerns_where_a_correction_shifts_it(api: Any, world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    far = FROM - 40 * DAY
    await world.correct(fridge.id, far, far + HOUR, "time", shift=40 * DAY + HOUR)
    await world.connection.execute("DELETE FROM dirty")
    assert not await said(api)
    await dirty(world, far + HOUR / 2, far + HOUR / 2, channel_id=fridge.channel)
    assert await said(api)
    assert not await said(api, FROM + 8 * HOUR, TO + 8 * HOUR)
