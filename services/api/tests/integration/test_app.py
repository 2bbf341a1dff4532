"""Every parameter and every field of every body, with unusual values: never a server error."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from api_document import DOCUMENT

from isotherm.instants import to_ms
from isotherm_api.ranges import EARLIEST, LATEST, encode_cursor

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PREFIX = "/api/v1"
TEXTS = [
    *("", " ", "\x00", "a\x00b", "\n", "é", "\u202e", "😀", "a" * 300, "../..", "%", "'", '"', "*"),
    *("null", "NaN", "-1", "0", "1e999", str(2**31), str(2**63), "9" * 400),
    *(str(EARLIEST), str(LATEST), encode_cursor("a/b"), encode_cursor("\x00")),
    *(encode_cursor(2**70), encode_cursor("a", "b")),
]
VALUES: list[Any] = [
    *(None, True, -1, 0, 1, 0.5, -0.0, 2**31, 2**63, 10**400, 1.7e308, EARLIEST, LATEST, 10**15),
    *([], {}, [None], {"a": 1}, [1] * 2000, *TEXTS),
]
CSV_FILES = [
    *("", "name,site", "name,site\nprobe-2,s", "name;site\nprobe-3;s", "name,site\nprobe-4,s,x"),
    *(f"name,site,label\n{text},s,{text}" for text in TEXTS),
    *(f'name,site\n"{text}' for text in TEXTS),
]
NAMES = {
    "site": "s",
    "sensor": "fridge",
    "device": "probe",
    "channel": "temperature",
    "installation_id": "1",
    "grant_id": "1",
    "job_id": "1",
}
QUERY = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW), "sensor": "s/fridge"}
BODIES: dict[str, dict[str, Any]] = {
    "NewInstallation": {"device": "probe", "channel": "temperature", "from": to_ms(NOW)},
    "NewSensor": {"site": "s", "name": "Room"},
    "Install": {"new_sensor": {"site": "s", "name": "Room"}},
    "NewGrant": {"site": "s", "subject": "someone", "role": "viewer"},
}
"""What a body needs beside the field that is tried."""

ROUTES = [
    (method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if path != f"{PREFIX}/live"  # a stream has no end
]


async def ask(api: Any, method: str, path: str, names: dict[str, str], **options: Any) -> None:
    """A request as admin that has to be answered, well or by a problem."""
    url = path.removeprefix(PREFIX)
    for name, value in names.items():
        url = url.replace(f"{{{name}}}", quote(value, safe=""))
    headers = {"If-Match": "*"} | options.pop("headers", {})
    answer = await api.ask("ada", url, method=method.upper(), headers=headers, **options)
    assert answer.status_code < 500, (method, url, options, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 5000


def model(schema: dict[str, Any]) -> str | None:
    """The name of the document a schema speaks of, where it speaks of one."""
    for variant in (schema, *schema.get("anyOf", ())):
        if "$ref" in variant:
            return str(variant["$ref"]).rpartition("/")[2]
    return None


def bodies(name: str) -> list[dict[str, Any]]:
    """Bodies of a document, each with one odd field; the documents in it likewise."""
    base, odd = BODIES.get(name, {}), []
    for field, schema in DOCUMENT["components"]["schemas"][name]["properties"].items():
        odd += [base | {field: value} for value in VALUES]
        if (inner := model(schema)) is not None and "properties" in (
            DOCUMENT["components"]["schemas"][inner]
        ):
            odd += [base | {field: body} for body in bodies(inner)]
    return [*odd, base | {"unknown": 1}, base | {"\x00": 1}]


@pytest.mark.parametrize(("method", "path", "operation"), ROUTES, ids=lambda value: str(value)[:60])
async def test_no_value_causes_a_server_error(
    api: Any, world: Any, method: str, path: str, operation: dict[str, Any]
) -> None:
    site = await world.site("s")
    sensor, channel = await world.sensor(site, "fridge"), await world.propose("probe", site)
    await world.install(channel, sensor, NOW - 2 * HOUR, NOW - HOUR)
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        for text in TEXTS:
            match parameter["in"]:
                case "path" if text not in ("", "../.."):  # these make another path
                    await ask(api, method, path, NAMES | {name: text}, params=QUERY, json={})
                case "query":
                    await ask(api, method, path, NAMES, params=QUERY | {name: text}, json={})
                case "header" if text.isascii() and text.isprintable():
                    await ask(api, method, path, NAMES, params=QUERY, headers={name: text}, json={})
    body = operation.get("requestBody", {"content": {}})["content"]
    if "text/csv" in body:
        for text in CSV_FILES:
            await ask(api, method, path, NAMES, content=text, headers={"content-type": "text/csv"})
    if "application/json" in body:
        name = model(body["application/json"]["schema"])
        assert name is not None
        for body in [*bodies(name), *VALUES]:
            await ask(api, method, path, NAMES, json=body)
            await world.connection.execute("DELETE FROM installation WHERE id > 1")
            await world.connection.execute("UPDATE channel SET state = 'proposed'")
