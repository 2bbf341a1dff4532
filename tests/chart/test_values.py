"""The values: their schema and reference are current, and what is wrong is refused with a cure."""

import json
from typing import Any

import pytest
import yaml

from chart import CHART, RefusedError, render
from values_reference import CommentError, reference, schema, schema_text, written

VALUES = (CHART / "values.yaml").read_text()
SCHEMA = json.loads(schema_text(VALUES))
RENAMED = yaml.safe_load((CHART / "files/renamed.yaml").read_text())


def test_the_schema_is_current() -> None:
    assert (CHART / "values.schema.json").read_text() == schema_text(VALUES), "run `make generate`"


def test_the_reference_is_current() -> None:
    readme = (CHART / "README.md").read_text()

    assert readme == written(readme, VALUES), "run `make generate`"


def test_every_map_of_the_schema_is_closed_or_says_what_it_holds() -> None:
    def maps(path: str, held: dict[str, Any]) -> list[str]:
        paths = (
            [path] if held.get("type") == "object" and "additionalProperties" not in held else []
        )
        for name, child in held.get("properties", {}).items():
            paths += maps(f"{path}.{name}", child)
        return paths

    assert maps("", SCHEMA) == []
    assert SCHEMA["additionalProperties"] is False


def test_open_maps_are_those_that_kubernetes_or_people_fill() -> None:
    def opened(path: str, held: dict[str, Any]) -> set[str]:
        names = {path.rpartition(".")[2]} if held.get("additionalProperties") is True else set()
        for name, child in held.get("properties", {}).items():
            names |= opened(f"{path}.{name}", child)
        return names

    assert opened("", SCHEMA) <= {
        "affinity", "commonLabels", "config", "global", "issuerRef", "nodeSelector", "parameters",
        "resources", "spec",
    }  # fmt: skip


def test_an_unknown_value_is_refused_at_every_level() -> None:
    def closed(path: tuple[str, ...], held: dict[str, Any]) -> list[tuple[str, ...]]:
        refusing = [path] if held.get("additionalProperties") is False else []
        for name, child in held.get("properties", {}).items():
            refusing += closed((*path, name), child)
        return refusing

    paths = closed((), SCHEMA)
    assert len(paths) > 20
    for path in [(), *paths[1:8]]:
        values: dict[str, Any] = {"nonsense": 1}
        for name in reversed(path):
            values = {name: values}
        with pytest.raises(RefusedError, match="nonsense"):
            render(values)


@pytest.mark.parametrize(
    "values",
    [
        {"logLevel": "loud"},
        {"ingest": {"replicas": "three"}},
        {"ingest": {"replicas": -1}},
        {"image": {"pullSecrets": "registry"}},
        {"mosquitto": {"service": {"type": "Everywhere"}}},
    ],
    ids=str,
)
def test_a_value_of_the_wrong_kind_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        render(values)


@pytest.mark.parametrize("old", RENAMED)
def test_a_renamed_value_is_refused_with_its_name_here(old: str) -> None:
    values: Any = "x"
    for name in reversed(old.split(".")):
        values = {name: values}

    with pytest.raises(RefusedError) as refused:
        render(values)

    assert f"{old} does not exist here: set {RENAMED[old]}" in str(refused.value)


def test_renamed_values_name_ones_that_exist() -> None:
    values = yaml.safe_load(VALUES)
    for new in RENAMED.values():
        held = values
        for name in new.split("."):
            held = held[name]


def test_values_of_a_parent_chart_are_let_through() -> None:
    render({"global": {"region": "north"}})


@pytest.mark.parametrize("path", ["networkPolicy.enabled", "grafana", "mosquitto.image.tag"])
def test_what_has_a_default_cannot_be_taken_away(path: str) -> None:
    with pytest.raises(RefusedError) as refused:
        render(_nested(path))
    assert path.rpartition(".")[2] in str(refused.value)
    assert "nil" not in str(refused.value)


@pytest.mark.parametrize(
    "path",
    [
        *("fullnameOverride", "commonLabels", "nodeSelector", "postgresql.maxConnections"),
        *("mosquitto.extraConfiguration", "prometheus.external.url", "backup.timeZone"),
        *(f"{part}.resources" for part in ("api", "mosquitto", "postgresql", "keycloak", "loki")),
    ],
)
def test_what_may_be_empty_may_be_null(path: str) -> None:
    assert render(_nested(path))


def _nested(path: str) -> dict[str, Any]:
    """Values that take away the one of this path."""
    values: Any = None
    for name in reversed(path.split(".")):
        values = {name: values}
    return dict(values)


def test_the_default_values_obey_their_own_schema() -> None:
    render({})


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",  # no description
        "# -- A list.\na: []\n",  # of what
        "# -- A map.\na: {}\n",  # of what
        "# -- Nothing.\na: null\n",  # of which type
        "# @schema\n# type: string\n# -- Open.\na: x\n",
    ],
)
def test_a_value_without_its_comments_stops_the_generator(text: str) -> None:
    with pytest.raises(CommentError):
        schema(text, {})


def test_comments_become_schema_and_reference() -> None:
    text = (
        "part:\n"
        "  # a note for readers of the file\n"
        "  # @schema\n  # minimum: 1\n  # @schema\n"
        "  # -- How many | there\n  # are.\n"
        "  count: 2\n"
    )

    assert schema(text, {"part.old": "part.count"})["properties"]["part"] == {
        "type": "object",
        "properties": {
            "count": {"description": "How many | there are.", "type": "integer", "minimum": 1},
            "old": {"description": "Set part.count."},
        },
        "additionalProperties": False,
        "required": ["count"],
    }
    assert "| `part.count` | `2` | How many \\| there are. |" in reference(text)


def test_a_readme_without_marks_is_no_readme_of_values() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        written("# Title\n", "# -- X.\na: 1\n")
