"""What someone may not see answers exactly as what does not exist, on every route."""

import re
from typing import Any

import pytest

from e2e_stack import Stack
from sign_in import bearer, plain_client, token_of

FOREIGN = {"site": "northgate-cold-store", "sensor": "freezer-hall-a", "device": "northgate-hall-a"}
NOTHING = {"site": "no-such-site", "sensor": "no-such-sensor", "device": "no-such-device"}
RANGE = {"from": 1_795_000_000_000, "to": 1_795_003_600_000}
BODIES: dict[str, Any] = {
    "limits": {"from": RANGE["from"], "low": 2, "high": 8},
    "undo": {},
    "corrections": {**RANGE, "kind": "set_aside", "reason": "Door open"},
    "interval": {"from": RANGE["from"], "interval_s": 60},
}


def value_of(name: str, schema: dict[str, Any], names: dict[str, str]) -> Any:
    """Return a value of a parameter that names the given site, sensor or device."""
    if name in ("site", "site_slug"):
        return names["site"]
    if name in ("sensor", "sensor_slug"):
        return names["sensor"]
    if name in ("device", "device_name", "name"):
        return names["device"]
    if name == "channel":
        return "temperature"
    if name in RANGE:
        return RANGE[name]
    kinds = {"integer": 1, "boolean": False, "array": [], "number": 1.5}
    return schema.get("enum", [kinds.get(schema.get("type", ""), "x")])[0]


def filled(path: str, operation: dict[str, Any], names: dict[str, str]) -> tuple[str, dict]:
    """Return the path and the query of an operation, about these names."""
    query: dict[str, Any] = {}
    for parameter in operation.get("parameters", ()):
        name, schema = parameter["name"], parameter["schema"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(value_of(name, schema, names)))
        elif parameter["in"] == "query" and (parameter.get("required") or name in FOREIGN):
            value = value_of(name, schema, names)
            if name == "sensor" and "site" not in query:
                value = f"{names['site']}/{names['sensor']}"
            query[name] = value
    return path, query


async def operations(stack: Stack, ada: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, path and description of every operation of the API."""
    async with plain_client(base_url=stack.api) as client:
        document = (await client.get("/api/v1/openapi.json", headers=bearer(ada))).json()
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        # the end of one's own session would end the test's
        if not path.endswith("/session")
    ]


async def test_every_route_needs_a_token(stack: Stack, ada: str) -> None:
    routes = await operations(stack, ada)
    assert len(routes) > 30
    async with plain_client(base_url=stack.api) as client:
        for method, path, operation in routes:
            where, query = filled(path, operation, FOREIGN)
            answer = await client.request(method, where, params=query)
            assert answer.status_code == 401, f"{method} {path}"
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["cache-control"] == "no-store"


FOR_OPERATORS = {"/api/v1/rejects/replays/preview"}
"""Refuse who is operator of no site with 403, before they look at what is asked about."""


@pytest.mark.parametrize("person", ["vera", "omar", "nils"])
async def test_foreign_and_absent_things_answer_alike(stack: Stack, ada: str, person: str) -> None:
    token, compared = await token_of(stack, person), 0
    async with plain_client(base_url=stack.api, headers=bearer(token)) as client:

        async def answered(method: str, path: str, operation: dict, names: dict[str, str]) -> Any:
            where, query = filled(path, operation, names)
            body = next((fields for word, fields in BODIES.items() if word in path), {})
            sends = {"json": body} if method in ("POST", "PUT", "PATCH") else {}
            answer = await client.request(method, where, params=query, **sends)
            words = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            detail = str(words.get("detail"))
            for name in sorted(names.values(), key=len, reverse=True):
                detail = detail.replace(name, "…")
            return answer.status_code, detail, [e["field"] for e in words.get("errors", ())]

        for method, path, operation in await operations(stack, ada):
            if not re.search(r"{(site|sensor|device|name)", path) and not any(
                parameter["name"] in FOREIGN for parameter in operation.get("parameters", ())
            ):
                continue
            if path.endswith("/live"):
                continue  # a stream has no end; its own test is in services/api
            foreign = await answered(method, path, operation, FOREIGN)
            nothing = await answered(method, path, operation, NOTHING)
            assert foreign == nothing, f"{method} {path}"
            allowed = (200, 202, 403, 404, 422) if path in FOR_OPERATORS else (200, 202, 404, 422)
            assert foreign[0] in allowed, f"{method} {path}: {foreign}"
            compared += 1
    assert compared > 20
