"""A correction is made unless another is in the way or its readings are gone, and undone once."""

import asyncio
from typing import Any

import pytest
from client_parts import access_at
from corrected import DAY, HOUR, NOW, body, make, post, undo

from isotherm.instants import to_ms
from isotherm_api.access import Access, Role
from isotherm_api.corrections import changes
from isotherm_api.corrections.documents import WHAT
from isotherm_api.corrections.schemas import NewCorrection
from isotherm_api.corrections.wanted import Wanted, checked
from isotherm_api.problem import NotFound
from isotherm_api.visible import Visible, sensor_of_path

KINDS = ("set_aside", "unit", "time")


def want(kind: str) -> Wanted:
    """Return a correction of 6 to 5 hours ago."""
    return checked(NewCorrection.model_validate(body(kind)), NOW, DAY)


async def operator(world: Any) -> tuple[Access, Visible]:
    """Return an operator and the fridge as they see it."""
    site = await world.connection.fetchval("SELECT id FROM site")
    access = access_at({site: Role.OPERATOR})
    return access, await sensor_of_path(world.connection, access, "s", "fridge")


async def test_a_correction_is_loaded_as_it_was_wanted(api: Any, world: Any, fridge: int) -> None:
    """Corrections of different kinds are not in each other's way."""
    access, sensor = await operator(world)
    async with api.services.database.writing() as connection:
        for kind in KINDS:
            wanted = want(kind)
            correction = await changes.make(connection, access, sensor, wanted, NOW)
            loaded = await changes.load_undoable(connection, access, sensor, correction.id)
            assert loaded == wanted
            assert correction.by == access.caller.username


async def test_a_correction_that_the_sensor_does_not_have_cannot_be_undone(
    api: Any, world: Any, fridge: int
) -> None:
    access, sensor = await operator(world)
    async with api.services.database.writing() as connection:
        with pytest.raises(NotFound, match=r"^s/fridge has no such correction\.$"):
            await changes.undo(connection, access, sensor, 1, None, NOW)
        with pytest.raises(NotFound, match=r"^s/fridge has no such correction\.$"):
            await changes.load_undoable(connection, access, sensor, 1)


async def test_an_overlap_is_refused_with_what_is_in_the_way(api: Any, fridge: int) -> None:
    for kind in KINDS:
        correction = await make(api, kind)
        for path in ("", "/preview"):
            answer = await post(api, body(kind), path=path)
            assert answer.status_code == 409, (kind, path)
            assert answer.json()["detail"] == (
                f"A correction by otto that {WHAT[kind]} is already in force there (“Door open”)."
                " Undo it first, or choose other times."
            )
            [error] = answer.json()["errors"]
            assert error == {"field": "from", "message": f"overlaps correction {correction['id']}"}
        other = body(kind, NOW - DAY, NOW - DAY + HOUR)
        assert (await post(api, other, path="/preview")).status_code == 200
        await undo(api, correction)
        await make(api, kind)


async def test_readings_are_not_shifted_onto_those_of_another_shift(api: Any, fridge: int) -> None:
    await make(api, "time")
    for since, shift in ((NOW - 5 * HOUR, -60_000), (NOW - 8 * HOUR, 3 * 3_600_000)):
        answer = await post(api, body("time", since, since + HOUR, shift_ms=shift))
        assert answer.status_code == 409, answer.text


async def test_two_at_once_are_made_one_after_the_other(api: Any, fridge: int) -> None:
    answers = await asyncio.gather(*(post(api, body(), person) for person in ("otto", "olga")))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_what_is_undone_cannot_be_undone_again(api: Any, fridge: int) -> None:
    await api.get("olga", "/me")
    correction = await make(api)
    await undo(api, correction)
    again = await post(api, {}, path=f"/{correction['id']}/undo")
    assert (again.status_code, again.json()["detail"]) == (
        409, "Olga has undone this correction already.",
    )  # fmt: skip


async def test_readings_that_are_gone_are_not_corrected(api: Any, world: Any, fridge: int) -> None:
    """Their hours stay as they are, so they would not agree with the correction."""
    since = NOW - DAY
    unit = await make(api, "unit", since=since, until=since + HOUR)
    late = await make(api, "time", since=NOW - 4 * HOUR, until=NOW - 3 * HOUR, shift_ms=60_000)
    horizon = since.replace(hour=0) + DAY
    early = await make(api, "time", since=horizon, until=horizon + HOUR, shift_ms=-60_000)
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(horizon),
    )
    words = "Readings before 2026-11-23 00:00 (UTC) are no longer kept one by one"
    shifted = body("time", horizon, horizon + HOUR, shift_ms=-1)
    for sent, path in (
        (body(since=since, until=NOW), ""),
        (body(since=since, until=NOW), "/preview"),
        (shifted, ""),
        ({}, f"/{unit['id']}/undo"),
        ({}, f"/{early['id']}/undo"),
    ):
        answer = await post(api, sent, path=path)
        assert answer.status_code == 409, answer.text
        assert answer.json()["detail"].startswith(words)
    await make(api, since=horizon, until=horizon + HOUR)
    await undo(api, late)


async def test_hours_that_lost_readings_shifted_into_them_are_not_corrected(
    api: Any, world: Any, fridge: int
) -> None:
    horizon = NOW.replace(hour=0)
    await make(api, "time", since=horizon - 2 * HOUR, until=horizon - HOUR, shift_ms=5 * 3_600_000)
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(horizon),
    )
    filled = horizon + 3 * HOUR, horizon + 4 * HOUR
    answer = await post(api, body(since=filled[0], until=filled[1]))
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Readings before 2026-11-23 04:00 (UTC)")
    await make(api, since=filled[1], until=filled[1] + HOUR)
