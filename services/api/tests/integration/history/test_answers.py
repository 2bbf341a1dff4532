"""A closed range has an ETag that changes with its data; long answers are compressed."""

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
    """Insert a sensor with two days of readings, rolled up; return its id and its channel's."""
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
    """Return the answer to a request for the range."""
    headers = {} if tag is None else {"If-None-Match": tag}
    params = {"sensor": "s/fridge", "from": to_ms(START), "to": to_ms(end)} | more
    answer: httpx.Response = await api.ask("ada", path, params=params, headers=headers)
    return answer


@pytest.mark.parametrize("path", ["/series", "/statistics", "/excursions"])
async def test_an_unchanged_answer_is_not_sent_again(api: Any, world: Any, path: str) -> None:
    await filled(world)
    first = await ask(api, path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for sent in (tag, f'W/{tag}, "other"'):
        again = await ask(api, path, sent)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == tag
    assert (await ask(api, path, '"other"')).status_code == 200


@pytest.mark.parametrize(("least_s", "tagged"), [(1800.0, True), (3600.0, False)])
async def test_a_range_is_open_while_its_excursions_may_yet_count(
    api: Any, world: Any, least_s: float, tagged: bool
) -> None:
    """Its end is three quarters of an hour before the mark."""
    sensor, _ = await filled(world)
    await world.limits(sensor, START, None, 8.0, least_s)
    answer = await ask(api, "/statistics", end=NOW - HOUR)
    assert answer.status_code == 200
    assert ("ETag" in answer.headers) == tagged


async def test_another_request_has_another_etag(api: Any, world: Any) -> None:
    await filled(world)
    tags = {
        (await ask(api, "/series")).headers["ETag"],
        (await ask(api, "/series", points=99)).headers["ETag"],
        (await ask(api, "/series", end=END - HOUR)).headers["ETag"],
        (await ask(api, "/excursions")).headers["ETag"],
        (await ask(api, "/excursions", limit=99)).headers["ETag"],
    }
    assert len(tags) == 5


@pytest.mark.parametrize("path", ["/series", "/statistics", "/excursions"])
async def test_a_range_that_is_not_closed_has_no_etag(api: Any, world: Any, path: str) -> None:
    await filled(world)
    answer = await ask(api, path, end=NOW)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


async def test_no_range_is_closed_before_worker_sets_the_mark(api: Any, world: Any) -> None:
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
async def test_a_change_within_the_range_changes_the_etag(
    api: Any, world: Any, change: str
) -> None:
    sensor, channel = await filled(world)
    tag = (await ask(api, "/series")).headers["ETag"]
    given = "WITH given AS (SELECT $1::int, $2::int, $3::timestamptz) "
    await world.connection.execute(given + change, sensor, channel, START + HOUR)
    answer = await ask(api, "/series", tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


async def test_a_long_answer_is_compressed_if_the_client_accepts_it(api: Any, world: Any) -> None:
    await filled(world)
    plain = await api.ask(
        "ada", "/series", params={"sensor": "s/fridge", "from": to_ms(START), "to": to_ms(END)},
        headers={"Accept-Encoding": "identity"},
    )  # fmt: skip
    compressed = await ask(api, "/series")
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["Vary"] == "Accept-Encoding"
    assert int(compressed.headers["Content-Length"]) < len(plain.content) / 3
    assert compressed.json() == plain.json()
