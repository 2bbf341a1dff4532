"""A closed range has an ETag that only what changes in it changes; and answers are packed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from api_rollups import roll_up

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START, END = NOW - 40 * DAY, NOW - 38 * DAY
CLOSED = "INSERT INTO state (key, value) VALUES ('closed_to', to_jsonb($1::bigint))"


async def filled(world: Any) -> tuple[int, int]:
    """A sensor with two days of readings more than a month ago, rolled up; and its channel."""
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge")
    count = (END - START) // MINUTE
    await world.readings(channel, [(START + n * MINUTE, 4.0, 0) for n in range(count)])
    await roll_up(world.connection, sensor, "Europe/Vienna", NOW - 15 * MINUTE, NOW)
    await world.connection.execute(CLOSED, to_ms(NOW - 15 * MINUTE))
    return sensor, channel


async def ask(
    api: Any, path: str, tag: str | None = None, end: datetime = END, **more: Any
) -> httpx.Response:
    """The answer to a question for the range."""
    headers = {} if tag is None else {"If-None-Match": tag}
    params = {"sensor": "s/fridge", "from": to_ms(START), "to": to_ms(end)} | more
    answer: httpx.Response = await api.ask("ada", path, params=params, headers=headers)
    return answer


@pytest.mark.parametrize("path", ["/series", "/statistics"])
async def test_what_did_not_change_is_not_sent_again(api: Any, world: Any, path: str) -> None:
    await filled(world)
    first = await ask(api, path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (tag, f'W/{tag}, "other"'):
        again = await ask(api, path, known)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == tag
    assert (await ask(api, path, '"other"')).status_code == 200


async def test_another_question_has_another_tag(api: Any, world: Any) -> None:
    await filled(world)
    tags = {
        (await ask(api, "/series")).headers["ETag"],
        (await ask(api, "/series", points=99)).headers["ETag"],
        (await ask(api, "/series", end=END - HOUR)).headers["ETag"],
    }
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/series", "/statistics"])
async def test_a_range_that_is_not_closed_has_none(api: Any, world: Any, path: str) -> None:
    await filled(world)
    answer = await ask(api, path, end=NOW)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


async def test_nothing_is_closed_while_no_worker_says_so(api: Any, world: Any) -> None:
    await filled(world)
    await world.connection.execute("DELETE FROM state WHERE key = 'closed_to'")
    assert "ETag" not in (await ask(api, "/series")).headers


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO dirty (channel_id, since, until) VALUES ($2, $3, $3)",
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, $3, $3)",
        "UPDATE rollup SET revision = revision + 1 WHERE sensor_id = $1",
        "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $3, 2, 8, 't')",
        "UPDATE installation SET during = tstzrange($3, NULL) WHERE sensor_id = $1",
    ],
)
async def test_a_change_makes_another_tag(api: Any, world: Any, change: str) -> None:
    sensor, channel = await filled(world)
    tag = (await ask(api, "/series")).headers["ETag"]
    given = "WITH given AS (SELECT $1::int, $2::int, $3::timestamptz) "
    await world.connection.execute(given + change, sensor, channel, START + HOUR)
    answer = await ask(api, "/series", tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


async def test_a_long_answer_is_packed_for_who_takes_that(api: Any, world: Any) -> None:
    await filled(world)
    plain = await api.ask(
        "ada", "/series", params={"sensor": "s/fridge", "from": to_ms(START), "to": to_ms(END)},
        headers={"Accept-Encoding": "identity"},
    )  # fmt: skip
    packed = await ask(api, "/series")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 3
    assert packed.json() == plain.json()


async def test_where_readings_are_gone_hours_are_the_answer(api: Any, world: Any) -> None:
    await filled(world)
    asked = {"end": END - 3 * HOUR - 10 * MINUTE, "points": 2000}
    before = (await ask(api, "/series", **asked)).json()
    assert before["source"] == "raw"
    for n in range(3):
        day = (START + n * DAY).date()
        await world.connection.execute("SELECT drop_day($1)", day)
    answer = await ask(api, "/series", **asked)
    found = answer.json()
    assert found["source"] == "hour"
    [hours], [minutes] = found["sensors"], before["sensors"]
    assert sum(hours["count"][:-1]) <= sum(minutes["count"])
    assert set(hours["max"]) == {4.0}
    statistics = (await ask(api, "/statistics", end=END)).json()["sensors"][0]
    assert statistics["n"] == (END - START) // MINUTE
    assert statistics["coverage"] == 1 - MINUTE / (END - START)


@pytest.mark.parametrize("path", ["/series", "/statistics", "/export"])
@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        (to_ms(NOW), to_ms(NOW), "empty"),
        (to_ms(NOW), to_ms(NOW - HOUR), "before it begins"),
        (-31_556_952_000_000_000, to_ms(NOW), "no time"),
        (to_ms(NOW - 20 * 366 * DAY), to_ms(NOW), "days long"),
    ],
)
async def test_a_range_that_is_none_is_said_to_be(
    api: Any, world: Any, path: str, start: int, end: int, word: str
) -> None:
    await filled(world)
    answer = await ask(api, path, **{"from": start, "to": end})
    assert answer.status_code == 422
    assert word in answer.text


async def test_before_the_first_reading_nothing_is_known(api: Any, world: Any) -> None:
    await filled(world)
    begin, end = to_ms(START - 90 * DAY), to_ms(START - DAY)
    document = (await ask(api, "/series", **{"from": begin, "to": end})).json()
    [found] = document["sensors"]
    assert (found["time"], found["gaps"], found["coverage"]) == ([], [[begin, end]], 0)
    [figures] = (await ask(api, "/statistics", **{"from": begin, "to": end})).json()["sensors"]
    assert (figures["n"], figures["min"], figures["coverage"]) == (0, None, 0)


async def test_of_the_future_nothing_is_said(api: Any, world: Any) -> None:
    await filled(world)
    ask_for = {"from": to_ms(NOW + DAY), "to": to_ms(NOW + 60 * DAY)}
    [found] = (await ask(api, "/series", **ask_for)).json()["sensors"]
    assert (found["time"], found["gaps"], found["coverage"]) == ([], [], None)
    [figures] = (await ask(api, "/statistics", **ask_for)).json()["sensors"]
    assert (figures["n"], figures["coverage"], figures["unknown_s"]) == (0, None, 0)
