"""Alertmanager: a configuration that it reads, and who is told of which alert."""

import base64
from pathlib import Path
from typing import Any

import pytest
import yaml

from chart import Object, named, notes, one, pods, render
from chart_alertmanager import example_of_runbook, require_amtool
from chart_profiles import ALL
from isotherm_devstack.host.tools import run

ON: dict[str, Any] = {"alertmanager": {"enabled": True}, "prometheus": {"enabled": True}}
EXAMPLE = ALL["everything-on"]


@pytest.fixture
def amtool() -> str:
    """Alertmanager's tool."""
    return require_amtool()


def _configuration(objects: list[Object], folder: Path) -> Path:
    held = one(objects, "Secret", "-alertmanager")["data"]["alertmanager.yaml"]
    (folder / "alertmanager.yaml").write_bytes(base64.b64decode(held))
    return folder / "alertmanager.yaml"


async def _told(configuration: Path, *labels: str) -> str:
    """Return the receivers of an alert; Debian's amtool warns before of an address it lacks."""
    option = f"--config.file={configuration}"
    said = await run("amtool", "config", "routes", "test", option, *labels)
    return said.split()[-1]


@pytest.mark.parametrize("values", [ON, EXAMPLE], ids=["default", "example"])
async def test_amtool_reads_the_configuration(values: Any, tmp_path: Path, amtool: str) -> None:
    path = _configuration(render(values), tmp_path)

    assert "SUCCESS" in await run(amtool, "check-config", path)


@pytest.mark.parametrize(
    ("values", "labels", "receiver"),
    [
        (ON, ("alertname=IsothermWatchdog", "severity=none"), "nobody"),
        (ON, ("alertname=IsothermBlind", "severity=critical"), "people"),
        (ON, ("alertname=IsothermBehind", "severity=warning"), "people"),
        (EXAMPLE, ("alertname=IsothermWatchdog", "severity=none"), "dead-mans-switch"),
        (EXAMPLE, ("alertname=IsothermBlind", "severity=critical"), "at-once"),
        (EXAMPLE, ("alertname=IsothermBehind", "severity=warning"), "people"),
    ],
)
async def test_people_get_all_but_the_watchdog(
    values: Any, labels: tuple[str, ...], receiver: str, tmp_path: Path, amtool: str
) -> None:
    path = _configuration(render(values), tmp_path)

    assert await _told(path, *labels) == receiver


async def test_the_runbooks_example_is_one_that_it_reads(tmp_path: Path, amtool: str) -> None:
    path = tmp_path / "alertmanager.yaml"
    path.write_text(example_of_runbook())

    assert "SUCCESS" in await run(amtool, "check-config", path)
    assert await _told(path, "alertname=IsothermWatchdog") == "dead-mans-switch"
    assert await _told(path, "alertname=IsothermLost") == "people"


@pytest.mark.parametrize(
    ("values", "targets"),
    [
        ({"prometheus": {"enabled": True}}, []),
        (ON, ["isotherm-alertmanager:9093"]),
        (EXAMPLE, ["isotherm-alertmanager:9093", "alertmanager.monitoring:9093"]),
    ],
    ids=["none", "bundled", "both"],
)
def test_prometheus_delivers_to_each(values: Any, targets: list[str]) -> None:
    objects = render(values)
    config = yaml.safe_load(one(objects, "ConfigMap", "-prometheus")["data"]["prometheus.yaml"])

    addresses = [
        target
        for alertmanager in config["alerting"].get("alertmanagers", [])
        for static in alertmanager["static_configs"]
        for target in static["targets"]
    ]
    assert addresses == targets
    services = {
        service["metadata"]["name"]: service["spec"] for service in named(objects, "Service")
    }
    if "isotherm-alertmanager:9093" in targets:
        assert services["isotherm-alertmanager"]["ports"][0]["port"] == 9093


def test_its_configuration_may_be_a_secret_of_ones_own() -> None:
    values = {"alertmanager": {"enabled": True, "configSecret": "routes"}}
    objects = render(values)
    pod = pods(objects)["StatefulSet/isotherm-alertmanager"]

    assert named(objects, "Secret", "-alertmanager") == []
    (volume,) = (volume for volume in pod["spec"]["volumes"] if volume["name"] == "config")
    assert volume["secret"]["secretName"] == "routes"
    (mount,) = (
        mount for mount in pod["spec"]["containers"][0]["volumeMounts"] if mount["name"] == "config"
    )
    assert (
        f"--config.file={mount['mountPath']}/alertmanager.yaml"
        in (pod["spec"]["containers"][0]["args"])
    )


def test_a_new_configuration_starts_it_anew() -> None:
    def checksum(values: dict[str, Any]) -> str:
        pod = pods(render({"alertmanager": {"enabled": True, **values}}))
        template = pod["StatefulSet/isotherm-alertmanager"]
        return str(template["metadata"]["annotations"]["checksum/config"])

    other = {"config": {"receivers": [{"name": "nobody"}, {"name": "people", "x_configs": []}]}}
    assert checksum({}) != checksum(other)
    assert checksum({}) == checksum({})


def test_it_is_not_there_unless_asked_for() -> None:
    assert [
        manifest for manifest in render({}) if "alertmanager" in manifest["metadata"]["name"]
    ] == []


def test_the_notes_say_that_nobody_is_told() -> None:
    assert "tells nobody: set alertmanager.enabled" not in notes({})
    assert "tells nobody: set alertmanager.enabled" in notes({"prometheus": {"enabled": True}})
    assert "Alertmanager tells nobody" in notes(ON)
    told = {"receivers": [{"name": "people", "webhook_configs": [{"url": "https://x.example"}]}]}
    assert "tells nobody" not in notes({"alertmanager": {"enabled": True, "config": told}})
