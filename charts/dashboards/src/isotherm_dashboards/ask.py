"""Ask the queries of panels as Grafana does, without Grafana."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import asyncpg
import httpx

from isotherm_dashboards.expand import Shown, expand_logql, expand_promql, expand_sql, seconds
from isotherm_dashboards.files import documents

_LEGEND = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_TIMEOUT_S = 30.0


class RefusedError(Exception):
    """A data source did not answer a query."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a graph, or a column of a table: its name in the legend, and its values."""

    name: str
    values: Sequence[object]
    """In time order; None where the line breaks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query of a panel answers: its series, or why there are none."""

    board: str
    panel: str
    query: str
    """As it was sent."""
    series: Sequence[Series] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to ask; None for a source that is not there."""

    prometheus: str | None = None
    loki: str | None = None
    postgresql: str | None = None
    """The DSN of Grafana's login."""


async def ask(sources: Sources, shown: Shown) -> AsyncIterator[Answer]:
    """Ask each query of each panel to the sources that are there.

    Variables that `shown` has no value for get the first value of their own query; the sensor gets
    all of them, one panel each.
    """
    async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False) as client:
        for text in documents().values():
            board = json.loads(text)
            filled = await _with_variables(board, sources, shown)
            for panel in board["panels"]:
                for repetition in _repeated(panel, filled):
                    for target in panel.get("targets", []):
                        if getattr(sources, _source(target)) is not None:
                            yield await _answer(
                                client, sources, board["title"], panel, target, repetition
                            )


async def _answer(
    client: httpx.AsyncClient,
    sources: Sources,
    board: str,
    panel: Mapping[str, Any],
    target: Mapping[str, Any],
    shown: Shown,
) -> Answer:
    least_s = int(seconds(panel["interval"])) if "interval" in panel else 1
    query = _expanded(target, shown, least_s)
    answer = Answer(board, str(panel["title"]), query)
    try:
        match _source(target):
            case "prometheus":
                series = await _prometheus(client, f"{sources.prometheus}", query, target, shown)
            case "loki":
                series = await _loki(client, f"{sources.loki}", query, target, shown)
            case _:
                series = await _postgresql(f"{sources.postgresql}", query)
    except (RefusedError, httpx.HTTPError, asyncpg.PostgresError, OSError) as error:
        return replace(answer, error=f"{type(error).__name__}: {error}")
    return replace(answer, series=series)


def _expanded(target: Mapping[str, Any], shown: Shown, least_s: int) -> str:
    match _source(target):
        case "prometheus":
            return expand_promql(target["expr"], shown)
        case "loki":
            return expand_logql(target["expr"], shown)
    return expand_sql(target["rawSql"], shown, least_s)


def _source(target: Mapping[str, Any]) -> str:
    return str(target["datasource"]["uid"])[2:-1]


async def _with_variables(board: Mapping[str, Any], sources: Sources, shown: Shown) -> Shown:
    values = dict(shown.values)
    for variable in board["templating"]["list"]:
        name = variable["name"]
        if name in values or variable["type"] == "datasource":
            continue
        if "allValue" in variable:
            values[name] = variable["allValue"]
        elif variable["type"] == "textbox":
            values[name] = ""
        elif sources.postgresql is not None:
            sql = expand_sql(variable["query"], replace(shown, values=values))
            texts = await _offered(sources.postgresql, sql)
            values[name] = texts if variable.get("multi") else next(iter(texts), "")
    return replace(shown, values=values)


async def _offered(dsn: str, query: str) -> list[str]:
    """Return the values of a variable; none if the database refuses, as it will its panels."""
    try:
        return [str(value) for series in await _postgresql(dsn, query) for value in series.values]
    except (asyncpg.PostgresError, OSError):
        return []


def _repeated(panel: Mapping[str, Any], shown: Shown) -> list[Shown]:
    name = panel.get("repeat")
    if name is None or isinstance(shown.values.get(name, ""), str):
        return [shown]
    chosen = shown.values[name] or [""]
    return [replace(shown, values={**shown.values, name: [value]}) for value in chosen]


async def _prometheus(
    client: httpx.AsyncClient, url: str, query: str, target: Mapping[str, Any], shown: Shown
) -> list[Series]:
    if target.get("instant"):
        asked = {"query": query, "time": shown.until.timestamp()}
        data = await _fetch(client, f"{url}/api/v1/query", asked)
    else:
        asked = {"query": query, **_range(shown), "step": shown.interval_s(shown.scrape_s)}
        data = await _fetch(client, f"{url}/api/v1/query_range", asked)
    return _named(data, target)


async def _loki(
    client: httpx.AsyncClient, url: str, query: str, target: Mapping[str, Any], shown: Shown
) -> list[Series]:
    nanoseconds = {name: int(at * 1e9) for name, at in _range(shown).items()}
    asked = {"query": query, **nanoseconds, "step": f"{shown.interval_s()}s"}
    return _named(await _fetch(client, f"{url}/loki/api/v1/query_range", asked), target)


def _range(shown: Shown) -> dict[str, float]:
    return {"start": shown.since.timestamp(), "end": shown.until.timestamp()}


async def _fetch(client: httpx.AsyncClient, url: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    response = await client.get(url, params=dict(asked))
    if response.status_code != httpx.codes.OK:
        raise RefusedError(response.text)
    return dict(response.json()["data"])


def _named(data: Mapping[str, Any], target: Mapping[str, Any]) -> list[Series]:
    legend = target.get("legendFormat") or "lines"
    if data["resultType"] == "scalar":
        return [Series(legend, [data["result"][1]])]
    return [
        Series(_shown_name(legend, labels), [value for _, value in _values(result)])
        for result in data["result"]
        for labels in [result.get("metric") or result.get("stream") or {}]
    ]


def _values(result: Mapping[str, Any]) -> Sequence[Any]:
    return result["values"] if "values" in result else [result["value"]]


def _shown_name(legend: str, labels: Mapping[str, str]) -> str:
    return _LEGEND.sub(lambda match: labels.get(match[1], ""), legend)


async def _postgresql(dsn: str, query: str) -> list[Series]:
    connection = await asyncpg.connect(dsn, timeout=_TIMEOUT_S)
    try:
        rows = await connection.fetch(query)
    finally:
        await connection.close()
    names = list(rows[0].keys()) if rows else []
    return [Series(name, [_written(row[name]) for row in rows]) for name in names]


def _written(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
