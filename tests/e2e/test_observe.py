"""The chart's scrape configuration and alerts, in a real Prometheus that reads the whole stack."""

import asyncio
import json
import os
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import metrics_reference
from e2e_metrics import Series, exemplars, open_metrics, promtool_says, scrape, unknown_values
from e2e_stack import Publish, Stack
from e2e_traces import spans_when
from isotherm.schema.roles import dsn_for
from isotherm_dashboards.ask import Sources, ask
from isotherm_dashboards.expand import Shown
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.system import require
from isotherm_devstack.lifecycle.traces import Span, load_spans
from isotherm_devstack.testing.prometheus import Answers

PYTHON = ("ingest", "worker", "api")
PARTS = (*PYTHON, "frontend")
ACCEPTED: dict[str, set[str]] = {part: set() for part in PARTS}
"""What promtool finds wrong, by part, and we keep: nothing."""
DEFINITIONS = metrics_reference.definitions()
MOST_SERIES = 2_000
"""Of a part, without buckets."""


def _port(stack: Stack, part: str) -> int:
    return stack.port(f"{part}_management")


async def test_every_part_is_read(prometheus: Answers) -> None:
    targets = await prometheus.targets()

    assert targets.keys() == {*PARTS, "prometheus"}
    errors = {job: target["lastError"] for job, target in targets.items()}
    assert not any(errors.values()), errors
    assert {target["health"] for target in targets.values()} == {"up"}


async def test_every_alert_is_evaluated(prometheus: Answers) -> None:
    rules = await prometheus.rules()

    assert rules
    broken = {rule["name"]: rule["lastError"] for rule in rules if rule["health"] != "ok"}
    assert not broken


async def test_prometheus_knows_which_version_of_each_part_runs(prometheus: Answers) -> None:
    await prometheus.targets()  # all have been read
    info = await prometheus.query('isotherm_process_info{version=~".+"}')

    assert {(sample["metric"]["job"], sample["metric"]["part"]) for sample in info} >= {
        (part, part) for part in PYTHON
    }
    assert {sample["value"][1] for sample in info} == {"1"}


@pytest.mark.parametrize("part", PARTS)
async def test_a_scrape_is_valid_and_is_what_the_page_says(stack: Stack, part: str) -> None:
    require("promtool")

    scraped = await scrape(_port(stack, part))

    assert set(await promtool_says(scraped)) == ACCEPTED[part]
    ours = {name for name in scraped.names if name.startswith("isotherm_")}
    if part == "frontend":
        documented = metrics_reference.of_frontend().keys()
    else:
        documented = {name for name in DEFINITIONS if name.split("_")[1] in (part, "process")}
    assert ours == {name for name in documented if name.startswith("isotherm_")}


@pytest.mark.parametrize("part", PYTHON)
async def test_the_same_is_valid_openmetrics(stack: Stack, part: str) -> None:
    names = await open_metrics(_port(stack, part))

    plain = {sample.name for sample in (await scrape(_port(stack, part))).series}
    assert plain <= names


async def test_delays_of_readings_lead_to_the_traces_of_their_batches(
    stack: Stack, publish: Publish, prometheus: Answers
) -> None:
    """From ingest's metrics as from Prometheus, where a graph shows them."""
    if "ISOTHERM_STACK" in os.environ and not load_spans(stack.home / "log"):
        pytest.skip("the running stack was not started with ISOTHERM_OTLP_ENDPOINT=console")
    reading = {"value": -20.5, "time": int(time.time() * 1000)}
    await publish("northgate-hall-a", json.dumps(reading))

    for kind in ("measured", "received"):
        name = f"isotherm_ingest_{kind}_to_stored_seconds"
        read = await prometheus.until_exemplars(f"{name}_bucket")
        exported = (await exemplars(_port(stack, "ingest")))[name]
        traces = exported | {exemplar["labels"]["trace_id"] for exemplar in read}
        await spans_when(stack, lambda spans, traces=traces: traces <= _batches(spans))


def _batches(spans: list[Span]) -> set[str]:
    return {span["trace_id"] for span in spans if span["span"] == "ingest batch"}


async def _odd_request(port: int, request: bytes) -> None:
    """Send a request as no client would, and read whatever is answered."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(request)
    async with asyncio.timeout(30):
        while await reader.read(65_536):
            pass
    writer.close()


async def test_odd_requests_make_no_series(stack: Stack) -> None:
    """Methods, paths, hosts and ids that somebody made up are counted, and named nowhere."""
    ports = (int(httpx.URL(stack.api).port or 0), int(httpx.URL(stack.frontend).port or 0))
    definitions = DEFINITIONS | metrics_reference.of_frontend()

    for number in range(6):
        for port in ports:
            for method in (f"BREW{number}", "GET", "POST", "PROPFIND"):
                await _odd_request(
                    port,
                    f"{method} /api/v1/odd-{number}/x%00?a={number} HTTP/1.1\r\nHost: odd\r\n"
                    f"X-Request-Id: odd-{number}\r\ntraceparent: odd-{number}\r\n"
                    "Connection: close\r\nContent-Length: 0\r\n\r\n".encode(),
                )
            await _odd_request(port, f"odd-{number}\r\n\r\n".encode())

    for part in PARTS:
        series = (await scrape(_port(stack, part))).series
        assert len(series) < MOST_SERIES
        assert not unknown_values(series, definitions)
        values = {value for sample in series for _, value in sample.labels}
        assert not {value for value in values if "odd" in value.lower() or "BREW" in value}
    labels = {("route", "unmatched"), ("method", "other"), ("status", "404")}
    counted = (await scrape(_port(stack, "api"))).series
    assert Series("isotherm_api_request_seconds_count", frozenset(labels)) in counted


async def test_routes_are_templates_of_the_api(stack: Stack) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as web:
        document = (await web.get(f"{stack.api}/api/v1/openapi.json")).json()
    below = {path.removeprefix("/api/v1") for path in document["paths"]}
    known = below | {"/api/v1/openapi.json", "unmatched"}

    series = (await scrape(_port(stack, "api"))).series
    routes = {value for sample in series for label, value in sample.labels if label == "route"}

    assert routes
    assert routes <= known


async def test_every_panel_is_answered(prometheus: Answers, stack: Stack) -> None:
    """Each query of the dashboards, as Grafana would send it; those of PostgreSQL as Grafana."""
    # rates need two readings of each part
    read = 'count_over_time(up{job=~"ingest|worker|api|frontend"}[1m]) >= 3'
    await prometheus.until(f"count({read}) == 4")
    password = stack.secret("database", "grafana")
    grafana = dsn_for(stack.dsn, "grafana", password, "isotherm")
    until = datetime.now(UTC)
    shown = Shown(until - timedelta(hours=1), until, {"site": "linden-pharmacy"})

    answers = [answer async for answer in ask(Sources(prometheus.url, None, grafana), shown)]

    assert [answer for answer in answers if answer.error] == []
    shows = {(answer.board, answer.panel) for answer in answers if answer.series}
    assert shows >= {
        ("Temperatures", "How warm was it at $sensor?"),
        ("Temperatures", "How are the sensors now?"),
        ("Ingest health", "Are readings arriving?"),
        ("Ingest health", "Is every ingest running?"),
        ("API health", "How many requests run at once?"),
        ("Frontend health", "Does the server keep up?"),
        ("Broker", "Does a message get through?"),
        ("Worker", "How far behind are rollups?"),
        ("Database and backups", "How large is the database?"),
    }
