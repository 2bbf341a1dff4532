"""Query parameters that a route does not have are refused, on every route."""

from typing import Any

from api_document import DOCUMENT

PREFIX = "/api/v1"
QUERY = {"from": "1795430000000", "to": "1795440000000", "sensor": "s/fridge"}
NAMES = {"{installation_id}": "1", "{grant_id}": "1", "{job_id}": "1", "{since}": "1"}


def address(path: str) -> str:
    """The path with a name in each of its places."""
    for place, name in NAMES.items():
        path = path.replace(place, name)
    return path.removeprefix(PREFIX).replace("{", "").replace("}", "")


def declared(operation: dict[str, Any]) -> dict[str, bool]:
    """The query parameters of an operation, and whether each may be repeated."""
    schemas = {
        parameter["name"]: parameter["schema"]
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    return {
        name: any(kind.get("type") == "array" for kind in (schema, *schema.get("anyOf", ())))
        for name, schema in schemas.items()
    }


OPERATIONS = [
    (method.upper(), path, declared(operation))
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def sent(known: dict[str, bool]) -> dict[str, str]:
    """The parameters that an operation needs."""
    return {name: value for name, value in QUERY.items() if name in known}


def refused(answer: Any) -> dict[str, str]:
    """The fields that a refusal names, with its reasons."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


async def test_an_unknown_parameter_is_refused_by_name(api: Any) -> None:
    for method, path, known in OPERATIONS:
        for name in ("frm", "From", "_", ""):
            query = {**sent(known), name: "1"}
            errors = refused(await api.ask("ada", address(path), method=method, params=query))
            assert list(errors) == [name], path
            assert all(parameter in errors[name] for parameter in known), path


async def test_a_parameter_of_one_value_is_sent_once(api: Any) -> None:
    for method, path, known in OPERATIONS:
        for name in (name for name, repeated in known.items() if not repeated):
            query = {**sent(known), name: ["1", "2"]}
            errors = refused(await api.ask("ada", address(path), method=method, params=query))
            assert errors == {name: "was sent 2 times; send it once"}, path


async def test_a_list_may_be_repeated(api: Any, world: Any) -> None:
    site = await world.site("s")
    for slug in ("fridge", "room"):
        await world.fed(site, slug)
    query = {**QUERY, "sensor": ["s/fridge", "s/room"]}
    answer = await api.ask("ada", "/statistics", params=query)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["sensors"]) == 2


async def test_the_document_itself_has_no_parameters(api: Any) -> None:
    assert (await api.http.get("/openapi.json")).json() == DOCUMENT
    assert list(refused(await api.http.get("/openapi.json", params={"format": "yaml"}))) == [
        "format"
    ]


async def test_who_asks_is_known_first(api: Any) -> None:
    assert (await api.ask("", "/sites", params={"frm": "1"})).status_code == 401


async def test_a_refusal_has_bounds(api: Any) -> None:
    """Whatever names were sent, and however many."""
    query = {f"{number}{'x' * 150}": "1" for number in range(60)} | {"\x00\u202e": "1"}
    answer = await api.ask("ada", "/sites", params=query)
    assert len(refused(answer)) == 20
    assert len(answer.content) < 5000
