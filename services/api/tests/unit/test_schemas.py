"""Request bodies: exact types, finite numbers and known fields only, in every route."""

import math
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from isotherm_api.app import ROOMS
from isotherm_api.schemas import Body


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models in a type, also those of their fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for inner in get_args(annotation):
        yield from models(inner)


ROUTES = [route for room in ROOMS for route in room.routes if isinstance(route, APIRoute)]
BODIES = sorted(
    {
        model
        for route in ROUTES
        for param in route.dependant.body_params
        for model in models(param.field_info.annotation)
    },
    key=lambda model: model.__name__,
)
FIELDS = [
    pytest.param(model, field.alias or name, id=f"{model.__name__}.{field.alias or name}")
    for model in BODIES
    for name, field in model.model_fields.items()
]
VALUES: list[Any] = [
    *(True, False, 0, 1, 1.0, 1.5, math.nan, math.inf, -math.inf),
    *("1", "60", "1e3", "true", "yes", [], [1], ["1"], {}, {"1": 1}),
]


def fits(value: Any, kind: str) -> bool:
    """Return whether a value read from JSON has a JSON type."""
    match kind:
        case "number":
            return type(value) in (int, float) and math.isfinite(value)
        case "integer":
            return type(value) is int
    types = {"boolean": bool, "string": str, "array": list, "object": dict}
    return type(value) is types[kind]


def kinds(schema: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    """Return the JSON types that a field accepts."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    own = {schema["type"]} if "type" in schema else set()
    return own.union(*(kinds(variant, definitions) for variant in schema.get("anyOf", ())))


def refused(model: type[BaseModel], body: dict[str, Any]) -> set[str]:
    """Return the fields of a body that are refused."""
    try:
        TypeAdapter(model).validate_python(body)
    except ValidationError as error:
        return {str(item["loc"][0]) for item in error.errors() if item["loc"]}
    return set()


def test_bodies_are_found() -> None:
    assert len(BODIES) > 10


@pytest.mark.parametrize("model", BODIES, ids=lambda model: model.__name__)
def test_every_body_is_strict_and_refuses_unknown_fields(model: type[BaseModel]) -> None:
    assert issubclass(model, Body)
    assert model.model_config["strict"] is True
    assert model.model_config["allow_inf_nan"] is False
    assert "unheard_of" in refused(model, {"unheard_of": 1})


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_a_field_takes_no_value_of_another_type(model: type[BaseModel], field: str) -> None:
    schema = model.model_json_schema()
    accepted = kinds(schema["properties"][field], schema.get("$defs", {})) - {"null"}
    assert accepted
    for value in VALUES:
        if not any(fits(value, kind) for kind in accepted):
            assert field in refused(model, {field: value}), value


@pytest.mark.parametrize("model", BODIES, ids=lambda model: model.__name__)
def test_no_element_of_a_list_is_converted(model: type[BaseModel]) -> None:
    for name, schema in model.model_json_schema()["properties"].items():
        for variant in (schema, *schema.get("anyOf", ())):
            if "items" not in variant:
                continue
            for value in VALUES:
                if not fits(value, variant["items"]["type"]):
                    assert name in refused(model, {name: [value]}), value


PARAMETERS = [
    pytest.param(param, id=f"{route.name}.{param.alias}")
    for route in ROUTES
    for param in (*route.dependant.query_params, *route.dependant.path_params)
    if param.field_info.annotation is int
]


@pytest.mark.parametrize("param", PARAMETERS)
@pytest.mark.parametrize(
    "text",
    ["true", "1e3", "1.5", "NaN", "Infinity", "", "0x10", "\u0663", "1_0", " 1", "+1", "1.0"],
)
def test_an_integer_in_a_url_is_digits(param: Any, text: str) -> None:
    assert param.validate(text, {}, loc=("query", param.alias))[1]
