"""Every setting of our parts is set by the chart, or there is a reason why not."""

import re

import pytest
from pydantic_settings import BaseSettings

from chart import Object, containers, named
from chart_pods import workloads
from chart_profiles import every_profile
from isotherm.process.settings import environment_names
from isotherm_api.settings import ApiSettings
from isotherm_devstack.host.paths import FRONTEND
from isotherm_ingest.settings import IngestSettings
from isotherm_worker.settings import RenderSettings, WorkerSettings

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104  in a pod, where the kubelet asks from outside

LEFT = {
    # the defaults of the code are right in a pod, and `extraEnv` sets another value
    "api": {
        "ISOTHERM_API_PORT",
        "ISOTHERM_CONNECTIONS",
        "ISOTHERM_REQUEST_HEAD_BYTES",
        "ISOTHERM_REQUEST_HEAD_S",
        "ISOTHERM_REQUEST_BODY_S",
    },
    # the sidecar keeps the defaults, and serves no metrics; MQTT_PASSWORD is another name
    "mosquitto": {
        "ISOTHERM_LOKI_URL",
        "ISOTHERM_MANAGEMENT_HOST",
        "ISOTHERM_MANAGEMENT_PORT",
        "ISOTHERM_MQTT_PASSWORD",
        "ISOTHERM_OTLP_ENDPOINT",
        "ISOTHERM_RENDER_WAIT_S",
        "ISOTHERM_TRACE_RATIO",
    },
}
"""Variables that no profile sets."""


def _variables(objects: list[Object], component: str) -> set[str]:
    """Return the variables of a component's containers, without those of ConfigMaps' files."""
    maps = {each["metadata"]["name"]: each["data"] for each in named(objects, "ConfigMap")}
    found: set[str] = set()
    for each in workloads(objects):
        for container in containers(each.pod) if each.component == component else []:
            found |= {one["name"] for one in container.get("env", [])}
            for source in container.get("envFrom", []):
                found |= maps[source["configMapRef"]["name"]].keys()
    return found


def _set_anywhere(component: str) -> set[str]:
    found: set[str] = set()
    for _, objects in every_profile():
        found |= _variables(objects, component)
    # a variable may name a file instead
    return found | {each.removesuffix("_FILE") for each in found}


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

    assert missing == LEFT.get(component, set()) & missing
    assert LEFT.get(component, set()) <= set(environment_names(settings))


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
    known |= {f"{each}_FILE" for each in known}
    leaving = {"ISOTHERM_NAMESPACE", "ISOTHERM_STATEFULSET", "ISOTHERM_POD"}
    for profile, objects in every_profile():
        assert _variables(objects, component) - known - leaving == set(), profile


def test_every_pod_of_ours_listens_to_probes_and_scrapes_from_outside() -> None:
    for profile, objects in every_profile():
        for component in ("ingest", "worker", "api", "frontend"):
            (settings,) = named(objects, "ConfigMap", f"-{component}")
            assert settings["data"]["ISOTHERM_MANAGEMENT_HOST"] == ALL_ADDRESSES, profile
