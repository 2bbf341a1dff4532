"""Dated limits as rows: which ones a change replaces, and the names of who set them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from dated_settings import DAY, NOW

from isotherm_api.limits import queries

US, MS = timedelta(microseconds=1), timedelta(milliseconds=1)
ISSUER = "here"


async def fridge(world: Any) -> int:
    """Insert a sensor without limits."""
    sensor = await world.sensor(await world.site("s"), "fridge")
    assert isinstance(sensor, int)
    return sensor


def bounds(rows: Sequence[Any]) -> list[tuple[datetime, float | None, float | None]]:
    """Return since, low and high of each row."""
    return [(row["since"], row["low"], row["high"]) for row in rows]


async def test_limits_are_newest_first_and_of_one_sensor(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    await world.limits(other, NOW, 1, 2)
    async with api.services.database.writing() as connection:
        for since, wanted in (
            (NOW - DAY, (2, 8)),
            (NOW, (None, None)),
            (NOW - 2 * DAY, (None, 7.5)),
        ):
            dated = queries.Dated(*wanted, 0.0, 0.0)
            await queries.set_limits(connection, sensor, since, dated, "mira", NOW)
        rows = await queries.load_limits(connection, ISSUER, sensor)
    assert bounds(rows) == [
        (NOW, None, None), (NOW - DAY, 2, 8), (NOW - 2 * DAY, None, 7.5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "replaced"),
    [(NOW, True), (NOW + MS - US, True), (NOW + MS, False), (NOW - US, False)],
)
async def test_only_limits_that_begin_in_the_same_millisecond_are_replaced(
    api: Any, world: Any, stored: datetime, replaced: bool
) -> None:
    """The one that is replaced keeps the instant at which it began."""
    sensor = await fridge(world)
    await world.limits(sensor, stored, 2, 8)
    async with api.services.database.writing() as connection:
        dated = queries.Dated(None, 9, 0.0, 0.0)
        await queries.set_limits(connection, sensor, NOW, dated, "tom", NOW + DAY)
        rows = await queries.load_limits(connection, ISSUER, sensor)
    if replaced:
        assert bounds(rows) == [(stored, None, 9)]
    else:
        assert sorted(bounds(rows)) == sorted([(stored, 2, 8), (NOW, None, 9)])
    assert [(row["set_by"], row["set_at"]) for row in rows if row["high"] == 9] == [
        ("tom", NOW + DAY)
    ]


async def test_deleting_limits_leaves_the_others(api: Any, world: Any) -> None:
    sensor = await fridge(world)
    await world.limits(sensor, NOW - DAY, 2, 8)
    await world.limits(sensor, NOW, 3, 9)
    async with api.services.database.writing() as connection:
        newest, _ = await queries.load_limits(connection, ISSUER, sensor)
        await queries.delete_limits(connection, newest["id"])
        assert bounds(await queries.load_limits(connection, ISSUER, sensor)) == [(NOW - DAY, 2, 8)]


async def test_a_name_is_that_of_the_account_of_this_issuer_seen_last(api: Any, world: Any) -> None:
    sensor = await fridge(world)
    await world.limits(sensor, NOW, 2, 8)
    async with api.services.database.writing() as connection:
        [row] = await queries.load_limits(connection, ISSUER, sensor)
        assert (row["set_by"], row["set_by_name"]) == ("t", None)
    for issuer, subject, name, last_seen in (
        (ISSUER, "left", "Left", NOW - DAY),
        (ISSUER, "stays", "Stays", NOW),
        ("elsewhere", "impostor", "Impostor", NOW + DAY),
    ):
        await world.connection.execute(
            "INSERT INTO user_account (issuer, subject, username, name, last_seen)"
            " VALUES ($1, $2, 't', $3, $4)",
            issuer, subject, name, last_seen,
        )  # fmt: skip
    async with api.services.database.reading() as connection:
        [row] = await queries.load_limits(connection, ISSUER, sensor)
    assert row["set_by_name"] == "Stays"


async def test_somebody_who_never_signed_in_has_set_no_limits(api: Any, world: Any) -> None:
    """A namesake whom a manager has only given a role is not the person who set them."""
    sensor = await fridge(world)
    await world.limits(sensor, NOW, 2, 8)
    insert = (
        "INSERT INTO user_account (issuer, subject, username, name, last_seen)"
        " VALUES ($1, $2, 't', $2, $3)"
    )
    names = []
    for subject, last_seen in (("namesake", None), ("author", NOW)):
        await world.connection.execute(insert, ISSUER, subject, last_seen)
        async with api.services.database.reading() as connection:
            [row] = await queries.load_limits(connection, ISSUER, sensor)
        names.append(row["set_by_name"])
    assert names == [None, "author"]
