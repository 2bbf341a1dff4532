"""A local Prometheus reads parts with the chart's jobs, and evaluates the chart's alerts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import yaml
from prometheus_client import CollectorRegistry, Counter

from isotherm.process.management import serve
from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host.paths import CHART_FILES
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.testing.prometheus import Answers, started


def _prometheus(home: Path, **ports: int) -> Prometheus:
    return Prometheus(
        home / "prometheus", free_port(), home / "prometheus.log", ports, interval_s=1
    )


@pytest_asyncio.fixture(loop_scope="session")
async def prometheus(tmp_path: Path) -> AsyncIterator[Answers]:
    """A Prometheus that reads one part, `worker`, with a counter of its own."""
    registry = CollectorRegistry()
    Counter("isotherm_worker_ticks", "Ticks", registry=registry).inc(3)
    async with (
        serve(LOOPBACK, 0, dict, registry=registry) as port,
        started(_prometheus(tmp_path, worker=port)) as answers,
    ):
        yield answers


async def test_it_reads_the_parts_that_run_here(prometheus: Answers) -> None:
    (ticks,) = await prometheus.until("isotherm_worker_ticks_total")

    assert ticks["value"][1] == "3"
    assert ticks["metric"]["job"] == "worker"
    targets = await prometheus.targets()
    assert {job: target["health"] for job, target in targets.items()} == {
        "prometheus": "up", "worker": "up",
    }  # fmt: skip


async def test_it_evaluates_the_alerts_of_the_chart(prometheus: Answers) -> None:
    file = yaml.safe_load((CHART_FILES / "rules.yaml").read_text())
    written = {rule["alert"] for group in file["groups"] for rule in group["rules"]}

    rules = await prometheus.rules()

    assert {rule["name"] for rule in rules} == written
    assert {rule["health"] for rule in rules} == {"ok"}
    for rule in rules:
        assert rule["annotations"]["runbook_url"].startswith("https://")


async def test_its_configuration_is_valid_and_local(tmp_path: Path) -> None:
    require("promtool")
    server = _prometheus(tmp_path, ingest=9101, keycloak=9000)
    server.prepare()

    said = await run("promtool", "check", "config", server.configuration)

    assert "SUCCESS" in said
    assert {job["job_name"]: job["metrics_path"] for job in server.jobs()} == {
        "prometheus": "/metrics", "ingest": "/metrics", "keycloak": "/idp/metrics",
    }  # fmt: skip
    hosts = {
        target.partition(":")[0]
        for job in server.jobs()
        for config in job["static_configs"]
        for target in config["targets"]
    }
    assert hosts == {LOOPBACK}


def test_without_the_program_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError, match="prometheus is not installed"):
        _prometheus(tmp_path).command()
