"""`GET /status`."""

from typing import Any

from fastapi import APIRouter

from isotherm import __version__
from isotherm.database import Connection
from isotherm.marks import read_marks
from isotherm.partitions import DAYS_AHEAD, KEPT_DAYS, read_days
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.observation import Observation
from isotherm_api.problem import Forbidden
from isotherm_api.prometheus import MOST_ALERTS, WATCHDOG, PrometheusAlert, PrometheusError
from isotherm_api.ranges import ms
from isotherm_api.status import documents, facts, queries
from isotherm_api.status.judge import BACKUP_HOURS, judge
from isotherm_api.status.schemas import Status
from isotherm_api.watch import queries as watch

router = APIRouter(prefix="/status", tags=["status"])


@router.get("")
async def read_status(parts: ServicesDep, access: AccessDep) -> Status:
    """How the system itself is: parts, broker, database, backups, alerts; for administrators.

    Alerts are those of worker and, if Prometheus is set up, those of its rules; if it does not
    answer within 2 s the rest is answered without it.
    """
    if not access.admin:
        raise Forbidden("Only administrators may see the status of the system.")
    # not while a connection is held: Prometheus may take its time
    observers, alerts = await _observe(parts.observation)
    async with parts.database.reading() as connection:
        document = await _read(connection, parts, alerts)
    document["observers"] = observers
    findings = judge(facts.of(document))
    document["findings"] = documents.findings(findings, document["alerts"], parts.observation)
    document["state"] = documents.state(document)
    return Status.model_validate(document)


async def _observe(observation: Observation) -> tuple[dict[str, Any], list[PrometheusAlert]]:
    """Return the document of what observes, and the alerts that Prometheus has."""
    document: dict[str, Any] = {
        "logs": observation.logs,
        "traces": observation.traces,
        "metrics": observation.metrics,
        "grafana": observation.grafana,
        "prometheus_error": None,
        "rules": None,
    }
    if observation.prometheus is None:
        return document, []
    try:
        alerts = await observation.prometheus.fetch_alerts()
    except PrometheusError as error:
        return document | {"prometheus_error": str(error)}, []
    rules = any(alert.labels.alertname == WATCHDOG for alert in alerts)
    return document | {"rules": rules}, alerts[:MOST_ALERTS]


async def _read(
    connection: Connection, parts: Services, of_prometheus: list[PrometheusAlert]
) -> dict[str, Any]:
    """Return the document without its observers and what is judged by the whole of it."""
    database = await queries.read_database(connection)
    said = await queries.read_said(connection)
    sizes = await queries.read_sizes(connection)
    progress = await queries.read_progress(connection)
    marks = await read_marks(connection)
    broker = await watch.read_broker(connection)
    open_alerts = await queries.load_alerts(connection)
    good, last = await queries.read_backups(connection)
    days = await read_days(connection)
    return {
        "now": ms(database["now"]),
        "version": __version__,
        "instance": parts.instance,
        "alerts": documents.alerts(open_alerts, of_prometheus, parts.observation),
        "parts": documents.parts(await queries.load_instances(connection)),
        "broker": documents.broker(broker, await watch.read_drop_sums(connection)),
        "database": {
            "version": database["version"],
            "revision": database["revision"],
            "bytes": database["bytes"],
            "reading_bytes": sizes and sizes["reading_bytes"],
            "sampled": sizes and ms(sizes["at"]),
            "growth_bytes": None
            if sizes is None or sizes["growth"] is None
            else round(sizes["growth"]),
            "connections": database["connections"],
            "max_connections": database["max_connections"],
            "partitions": documents.partitions(days, database["today"], said.get(DAYS_AHEAD)),
            "raw_days": said.get(KEPT_DAYS),
        },
        "history": {
            "lag_s": progress["lag_s"],
            "behind": progress["behind"],
            "dirty": progress["dirty"],
            "closed": None if marks.closed_to is None else marks.closed_to // 1000,
        },
        "certificate": documents.certificate(await queries.read_certificate(connection)),
        "backups": documents.backups(
            good,
            last,
            expected=said.get(queries.BACKUP_EXPECTED, False),
            oldest_hours=said.get(queries.BACKUP_HOURS, BACKUP_HOURS),
        ),
    }
