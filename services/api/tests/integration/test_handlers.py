"""Invalid requests get a problem that names the field, never a server error."""

from typing import Any

import pytest

from isotherm_api.problem import Unavailable
from isotherm_api.ranges import encode_cursor

HUGE = 10**400
SERIES = {"sensor": "s/fridge", "from": 0, "to": 1000}


@pytest.mark.parametrize("path", ["/series", "/statistics"])
async def test_the_earliest_and_latest_times_are_answered(api: Any, world: Any, path: str) -> None:
    await world.fed(await world.site("s"), "fridge", 1e300)
    await world.fed(await world.site("t", "Asia/Kathmandu"), "fridge", 1e-9)
    for sensor in ("s/fridge", "t/fridge"):
        for start, end in (
            (0, 1),
            (-62_100_000_000_000, -62_099_999_999_999),
            (-62_100_000_000_000, -62_100_000_000_000 + 31_536_000_000 * 11),
            (253_000_000_000_000, 253_000_000_000_001),
            (253_000_000_000_000 - 31_536_000_000 * 11, 253_000_000_000_000),
        ):
            params = {"sensor": sensor, "from": start, "to": end}
            answer = await api.ask("ada", path, params=params)
            assert answer.status_code == 200, answer.text


async def test_unknown_sensors_are_404(api: Any) -> None:
    answer = await api.ask("ada", "/series", params=SERIES)
    assert answer.status_code == 404
    for path in ("/sensors/s/fridge", "/sensors/S/%00", "/sensors/%ff/x", "/nothing", "/series/x"):
        answer = await api.ask("ada", path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"


async def test_other_methods_are_405_with_the_allowed_ones(api: Any) -> None:
    for path, allowed in (("/series", "GET"), ("/grants", "GET, POST"), ("/me", "GET, PATCH")):
        answer = await api.ask("ada", path, method="PUT")
        assert answer.status_code == 405
        assert answer.headers["allow"] == allowed
        assert answer.json()["request_id"]


@pytest.mark.parametrize("path", ["/sensors", "/sites", "/rejects", "/proposals"])
@pytest.mark.parametrize("part", ["\x00", "a\n", "A", "", -1, 2**63, None, ["a"]], ids=ascii)
async def test_a_forged_cursor_is_422(api: Any, path: str, part: Any) -> None:
    for length in (1, 2):
        cursor = encode_cursor(*[part] * length)
        params = {"cursor": cursor} | ({"from": 0, "to": 1000} if path == "/rejects" else {})
        answer = await api.ask("ada", path, params=params)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "x"},
        {"cursor": "!!"},
        {"cursor": "W10"},
        {"cursor": "e30"},
        {"limit": 0},
        {"limit": 501},
        {"limit": "x"},
        {"site": "A B"},
        {"q": "a\x00"},
        {"q": "a" * 101},
    ],
    ids=str,
)
async def test_an_invalid_parameter_of_a_list_is_named(api: Any, params: dict[str, Any]) -> None:
    answer = await api.ask("ada", "/sensors", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == next(iter(params))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 20_000,
        b'{"unit": "\\ud800"}',
        b'{"time_zone": "\\ud800"}',
        b'{"unit": 1e999}',
        b"NaN",
        b'{"unit": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda content: str(content[:20]),
)
async def test_an_unreadable_body_is_422(api: Any, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await api.ask("ada", "/me", method="PATCH", content=content, headers=headers)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("header", ["Bearer", "Basic YTpi", "Bearer x y", "bearer é", "Bearer \t"])
async def test_malformed_credentials_are_401(api: Any, header: str) -> None:
    answer = await api.http.get("/me", headers={"Authorization": header.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_an_unavailable_database_is_503_until_it_is_back(api: Any, world: Any) -> None:
    assert (await api.ask("vera", "/sites")).status_code == 200
    await world.connection.execute("ALTER ROLE isotherm_api_login CONNECTION LIMIT 0")
    await world.connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE usename = 'isotherm_api_login'"
    )
    try:
        away = await api.ask("ada", "/sites")
    finally:
        await world.connection.execute("ALTER ROLE isotherm_api_login CONNECTION LIMIT -1")
    assert away.status_code == 503
    assert away.headers["retry-after"]
    assert away.json()["type"] == f"urn:isotherm:problem:{Unavailable.kind}"
    assert (await api.ask("ada", "/sites")).status_code == 200
