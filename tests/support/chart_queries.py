"""The chart's alerts, what queries name, and the metrics that the parts really have."""

import re
from pathlib import Path
from typing import Any

import yaml

from chart_dashboards import Query
from isotherm.process.metrics import Definition
from isotherm_devstack.host.paths import REPOSITORY
from metrics_reference import definitions

FILES = REPOSITORY / "charts/isotherm/files"
RULES = FILES / "rules.yaml"

_OF_TARGET = {"job", "instance", "namespace"}
_SUFFIXES = {"counter": ("",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}
_EVERY_PROCESS = {
    "up": _OF_TARGET,
    "process_resident_memory_bytes": _OF_TARGET,
    "process_cpu_seconds_total": _OF_TARGET,
}
_KUBELET = {
    f"kubelet_volume_stats_{name}": {*_OF_TARGET, "persistentvolumeclaim"}
    for name in ("available_bytes", "capacity_bytes", "inodes", "inodes_free")
}
"""What kubelet exports of volumes: https://kubernetes.io/docs/reference/instrumentation/metrics/"""


def rules() -> str:
    """Return the file of rules for a Prometheus that watches only this release."""
    return RULES.read_text().replace("${where}", "").replace("${claims}", ".+")


def alerts() -> list[dict[str, Any]]:
    """Return the rules of alerts; their runbooks' address is not filled in."""
    groups = yaml.safe_load(rules())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def known_metrics() -> dict[str, set[str]]:
    """Return the labels of each time series that a part exports, by its name."""
    known = _EVERY_PROCESS | _KUBELET
    for name, metric in definitions().items():
        labels = {_exported(label) for label in metric.labels} | _OF_TARGET
        for suffix in _SUFFIXES[metric.kind]:
            known[name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    return known


def _exported(label: str) -> str:
    """Return what Prometheus calls a label that the target's own labels hide."""
    return f"exported_{label}" if label in _OF_TARGET else label


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_MATCHER = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)\s*§")
_MATCHED = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
JOBS = (*yaml.safe_load((FILES / "scraped.yaml").read_text()), "prometheus")
"""The names of jobs: the parts that have metrics, and Prometheus itself."""
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")


def unknown_in(query: Query, known: dict[str, set[str]]) -> set[str]:
    """Return the names of series and labels in a query, or its legend, that do not exist.

    What is selected has to be a label of that very metric; what is grouped by or shown, of one.
    """
    names = names_in(query.text)
    unknown = names - known.keys()
    for name, matchers in selectors_in(query.text):
        unknown |= matchers - known.get(name, set())
    labels = set[str]().union(*(known.get(name, set()) for name in names))
    return unknown | (labels_in(query.text) | labels_in_legend(query.legend)) - labels


def selectors_in(expression: str) -> list[tuple[str, set[str]]]:
    """Return the labels that each selector of a PromQL expression matches, with its metric."""
    bare = _STRING.sub("§", expression)
    return [
        (name, set(_MATCHER.findall(matchers)))
        for name, matchers in re.findall(r"\b(\w+)\{([^}]*)\}", bare)
    ]


def unknown_values_in(expression: str, known: dict[str, Definition]) -> set[str]:
    """Return the values that selectors look for and that no series has, as `label=value`.

    Only those of labels whose values are listed; each alternative of a pattern has to fit one.
    """
    unknown = set()
    for name, matchers in re.findall(r"\b(\w+)\{([^}]*)\}", expression):
        labels = {"job": JOBS} | dict(_definition(name, known).labels)
        for label, operator, value in _MATCHED.findall(matchers):
            listed = labels.get(label)
            if isinstance(listed, tuple):
                for alternative in value.split("|") if "~" in operator else [re.escape(value)]:
                    if not any(re.fullmatch(alternative, possible) for possible in listed):
                        unknown.add(f"{label}={alternative}")
    return unknown


def _definition(name: str, known: dict[str, Definition]) -> Definition:
    base = re.sub("_(bucket|count|sum)$", "", name)
    return known.get(name) or known.get(base) or Definition(name, "gauge", "")


def names_in(expression: str) -> set[str]:
    """Return the names of series in a PromQL expression."""
    bare = _STRING.sub("§", expression)
    bare = re.sub(r"\{[^}]*\}", "", _GROUPING.sub("", bare))
    return set(re.findall(r"\b(?:isotherm_\w+|process_\w+|kubelet_\w+|up)\b", bare))


def labels_in(expression: str) -> set[str]:
    """Return the labels that an expression selects or groups by, in PromQL or LogQL."""
    bare = _STRING.sub("§", expression)
    grouped = ",".join(_GROUPING.findall(bare))
    return set(_MATCHER.findall(bare)) | set(re.findall(r"\w+", grouped))


def labels_in_legend(legend: str) -> set[str]:
    """Return the labels that the template of a legend shows."""
    return set(re.findall(r"\{\{\s*(\w+)\s*\}\}", legend))


def runbook(rule: dict[str, Any]) -> Path:
    """Return the file that an alert's `runbook_url` names."""
    url = rule["annotations"]["runbook_url"]
    return REPOSITORY / "docs/runbooks" / url.removeprefix("${runbooks}/")
