"""Metrics as a part of the stack answers them, parsed, and compared with their definitions."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse_plain

from isotherm.process.metrics import OTHER, Definition
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.web import loopback_client

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a scrape."""

    name: str
    labels: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scrape:
    """One answer of a part's management port."""

    text: str

    @property
    def names(self) -> set[str]:
        """The names of its metrics, also of those without a series."""
        types = (line.split(" ") for line in self.text.splitlines() if line.startswith("# TYPE "))
        return {words[2] for words in types}

    @property
    def series(self) -> set[Series]:
        """Its series, without the buckets of histograms."""
        return {
            Series(sample.name, frozenset(sample.labels.items()))
            for family in parse_plain(self.text)
            for sample in family.samples
            if not sample.name.endswith("_bucket")
        }


async def scrape(port: int) -> Scrape:
    """Return what a part answers in the plain format."""
    async with loopback_client(timeout=30) as web:
        answer = await web.get(f"http://{LOOPBACK}:{port}/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return Scrape(answer.text)


async def open_metrics(port: int) -> set[str]:
    """Return the names of all samples in OpenMetrics; raise ValueError if it is not valid."""
    async with loopback_client(timeout=30) as web:
        headers = {"Accept": OPENMETRICS}
        answer = await web.get(f"http://{LOOPBACK}:{port}/metrics", headers=headers)
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    return {sample.name for family in parse_open(answer.text) for sample in family.samples}


async def exemplars(port: int) -> dict[str, set[str]]:
    """Return the traces that a part's histograms lead to, by the histogram's name."""
    async with loopback_client(timeout=30) as web:
        headers = {"Accept": OPENMETRICS}
        answer = await web.get(f"http://{LOOPBACK}:{port}/metrics", headers=headers)
    traces: dict[str, set[str]] = {}
    for family in parse_open(answer.text):
        for sample in family.samples:
            if sample.exemplar is not None:
                traces.setdefault(family.name, set()).add(sample.exemplar.labels["trace_id"])
    return traces


async def promtool_says(scraped: Scrape) -> list[str]:
    """Return what `promtool check metrics` finds wrong."""
    child = await asyncio.create_subprocess_exec(
        *("promtool", "check", "metrics"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await child.communicate(scraped.text.encode())
    return said.decode().splitlines()


def unknown_values(series: Iterable[Series], definitions: dict[str, Definition]) -> set[str]:
    """Return the label values that no definition knows, as `name{label="value"}`."""
    unknown = set()
    for sample in series:
        name = sample.name.removesuffix("_count").removesuffix("_sum")
        if (definition := definitions.get(name)) is None:
            continue
        for label, value in sample.labels:
            known = definition.labels.get(label, ())
            if not isinstance(known, str) and value not in (*known, OTHER):
                unknown.add(f'{name}{{{label}="{value}"}}')
    return unknown
