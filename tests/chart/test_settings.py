"""Every setting of our parts is set by the chart, or there is a reason why not."""

import json
import re
from collections.abc import Iterator
from math import inf

import pytest
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from chart import CHART, Object, containers, named
from chart_pods import workloads
from chart_profiles import every_profile
from isotherm.process.settings import environment_names
from isotherm_api.settings import ApiSettings
from isotherm_devstack.host.paths import FRONTEND
from isotherm_ingest.settings import IngestSettings
from isotherm_worker.settings import RenderSettings, WorkerSettings

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104  in a pod, where the kubelet asks from outside

LEFT = {
    # the container that renders waits as long as the code says; MQTT_PASSWORD is another name
    "mosquitto": {"ISOTHERM_MQTT_PASSWORD", "ISOTHERM_RENDER_WAIT_S"},
}
"""Variables that no profile sets."""


def _variables(objects: list[Object], component: str) -> set[str]:
    """Return the variables of a component's containers, without those of ConfigMaps' files."""
    maps = {
        config_map["metadata"]["name"]: config_map["data"]
        for config_map in named(objects, "ConfigMap")
    }
    variables: set[str] = set()
    for workload in workloads(objects):
        for container in containers(workload.pod) if workload.component == component else []:
            variables |= {variable["name"] for variable in container.get("env", [])}
            for source in container.get("envFrom", []):
                variables |= maps[source["configMapRef"]["name"]].keys()
    return variables


def _set_anywhere(component: str) -> set[str]:
    variables: set[str] = set()
    for _, objects in every_profile():
        variables |= _variables(objects, component)
    # a variable may name a file instead
    return variables | {name.removesuffix("_FILE") for name in variables}


@pytest.mark.parametrize(
    ("component", "settings"),
    [
        ("ingest", IngestSettings),
        ("worker", WorkerSettings),
        ("api", ApiSettings),
        ("mosquitto", RenderSettings),
    ],
)
def test_every_setting_of_a_service_is_set(component: str, settings: type[BaseSettings]) -> None:
    missing = set(environment_names(settings)) - _set_anywhere(component)

    assert missing == LEFT.get(component, set())


def test_every_setting_of_the_pages_is_set() -> None:
    code = (FRONTEND / "src/server/settings.ts").read_text()
    read = set(re.findall(r'"(ISOTHERM_[A-Z_]+)"', code))

    assert len(read) > 8
    assert read - _set_anywhere("frontend") == set()
    # Kubernetes sets HOSTNAME to the pod's name, and Next.js would listen there alone
    assert {"HOSTNAME", "PORT"} <= _set_anywhere("frontend")


@pytest.mark.parametrize(
    ("component", "settings"),
    [("ingest", IngestSettings), ("worker", WorkerSettings), ("api", ApiSettings)],
)
def test_every_variable_is_one_that_is_read(component: str, settings: type[BaseSettings]) -> None:
    """A misspelt one would be ignored in silence."""
    known = {*environment_names(settings), "PGPASSWORD", "PGSSLMODE", "PGSSLROOTCERT"}
    known |= {f"{name}_FILE" for name in known}
    leaving = {"ISOTHERM_NAMESPACE", "ISOTHERM_STATEFULSET", "ISOTHERM_POD"}
    for profile, objects in every_profile():
        assert _variables(objects, component) - known - leaving == set(), profile


@pytest.mark.parametrize(
    ("component", "settings"),
    [("ingest", IngestSettings), ("worker", WorkerSettings), ("api", ApiSettings)],
)
def test_a_value_is_bounded_as_its_setting_is(component: str, settings: type[BaseSettings]) -> None:
    """What the chart accepts, the part accepts as well."""
    template = (CHART / "templates" / component / "configmap.yaml").read_text()
    values = dict(_numbers(template))
    assert len(values) > 5
    for name, path in values.items():
        setting = _bounds(settings.model_fields[name.lower()])
        value = _bounds_of_value(path)
        assert setting[0] <= value[0] <= value[1] <= setting[1], (
            f"{path} is within {value} by its `# @schema` in charts/isotherm/values.yaml, and"
            f" ISOTHERM_{name} within {setting} by {settings.__module__}"
        )


def _numbers(template: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each numeric setting in a ConfigMap, and the path of its value."""
    within = ""
    for line in template.splitlines():
        if block := re.search(r"\{\{- with \.Values\.([\w.]+) \}\}", line):
            within = f"{block[1]}."
        if number := re.search(
            r"ISOTHERM_([A-Z_0-9]+): \{\{ \.([\w.]+) \| int64 \| quote \}\}", line
        ):
            whole = number[2].removeprefix("Values.")
            yield number[1], whole if whole != number[2] else within + whole


def _bounds(field: FieldInfo) -> tuple[float, float]:
    """Return the least and the largest number that a setting may be, infinite without a bound."""
    least = [getattr(item, "ge", getattr(item, "gt", None)) for item in field.metadata]
    most = [getattr(item, "le", getattr(item, "lt", None)) for item in field.metadata]
    return (
        next((bound for bound in least if bound is not None), -inf),
        next((bound for bound in most if bound is not None), inf),
    )


def _bounds_of_value(path: str) -> tuple[float, float]:
    """Return the same of a value by the chart's schema."""
    node = json.loads((CHART / "values.schema.json").read_text())
    for name in path.split("."):
        node = node["properties"][name]
    return (node.get("minimum", -inf), node.get("maximum", inf))


def test_every_pod_of_ours_listens_to_probes_and_scrapes_from_outside() -> None:
    for profile, objects in every_profile():
        for component in ("ingest", "worker", "api", "frontend"):
            (settings,) = named(objects, "ConfigMap", f"-{component}")
            assert settings["data"]["ISOTHERM_MANAGEMENT_HOST"] == ALL_ADDRESSES, profile
