"""Define metrics: each says what it measures and which values its labels have.

A label whose values are known accepts no others: what is unknown is counted as `other`, so no input
can make new time series. Counters of known labels are exported as 0 before anything happens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import nan
from typing import Self, TypeVar

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.metrics import MetricWrapperBase

# when a series was created is the time of the process's start, which `process_start_time_seconds`
# tells; by itself it would double the series of each counter
disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no annotations

OTHER = "other"
"""What a value is counted as that its label does not know."""

Values = Iterable[str] | str
"""The values of a label, or what they are, in words, if code alone decides them."""

DELAYS_S = (
    *(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    *(300, 1_800, 3_600, 21_600, 86_400, 259_200, 604_800),
)
"""Buckets from milliseconds to a week: of delays that a buffer in a device may cause."""
DURATIONS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Buckets from a millisecond to a minute: of work that somebody waits for."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric as it was defined."""

    name: str
    kind: str
    text: str
    labels: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()


DEFINED: dict[str, Definition] = {}
"""All metrics that this process has defined, by name."""


class _Bounded(MetricWrapperBase):
    """A metric with labels, each with the values that it knows, or None if code decides them."""

    known: Mapping[str, tuple[str, ...] | None] = {}

    def labels(self, *values: object, **named: object) -> Self:
        """Return the child of these values; one that its label does not know becomes `other`."""
        given = tuple(named[name] for name in self.known) if named else values
        return super().labels(
            *(
                value if known is None or str(value) in known else OTHER
                for value, known in zip(given, self.known.values(), strict=True)
            )
        )


M = TypeVar("M", bound=_Bounded)


class _Counter(_Bounded, Counter):
    pass


class _Gauge(_Bounded, Gauge):
    pass


class _Histogram(_Bounded, Histogram):
    pass


def counter(
    name: str, text: str, /, *, registry: CollectorRegistry = REGISTRY, **labels: Values
) -> Counter:
    """Make a counter; `text` says in one sentence, without a full stop, what it counts."""
    metric = _Counter(name, text, list(labels), registry=registry)
    _define(metric, Definition(name, "counter", text), labels)
    _series(metric)  # exported as 0 from now on
    return metric


def gauge(
    name: str,
    text: str,
    /,
    *,
    registry: CollectorRegistry = REGISTRY,
    unknown: bool = False,
    **labels: Values,
) -> Gauge:
    """Make a gauge; one that is `unknown` before it is first set is NaN until then.

    One with labels that is not `unknown` is not exported before it is set.
    """
    metric = _Gauge(name, text, list(labels), registry=registry)
    _define(metric, Definition(name, "gauge", text), labels)
    for series in _series(metric) if unknown else ():
        series.set(nan)
    return metric


def histogram(
    name: str,
    text: str,
    buckets: tuple[float, ...] = DURATIONS_S,
    /,
    *,
    registry: CollectorRegistry = REGISTRY,
    **labels: Values,
) -> Histogram:
    """Make a histogram; its unit is the last word of its name."""
    metric = _Histogram(name, text, list(labels), buckets=buckets, registry=registry)
    _define(metric, Definition(name, "histogram", text, buckets=buckets), labels)
    _series(metric)  # exported as 0 from now on
    return metric


def _define(metric: _Bounded, definition: Definition, labels: Mapping[str, Values]) -> None:
    """Remember a definition, and what its labels know."""
    values = {
        name: known if isinstance(known, str) else tuple(map(str, known))
        for name, known in labels.items()
    }
    DEFINED[definition.name] = replace(definition, labels=values)
    metric.known = {
        name: None if isinstance(known, str) else known for name, known in values.items()
    }


def _series(metric: M) -> list[M]:
    """Return all series of a metric whose labels are known, or itself if it has no labels."""
    if not metric.known:
        return [metric]
    values = [known for known in metric.known.values() if known is not None]
    if len(values) < len(metric.known):
        return []
    return [metric.labels(*combination) for combination in product(*values)]
