"""Observing a committed batch: its counts are in the metrics, its refusals in the log, once."""

import logging
import re
import time

import pytest
from ingest_parts import NOW, SECOND, columns, message, row
from prometheus_client import REGISTRY

from isotherm.process import tracing
from isotherm.process.exposition import expose
from isotherm.process.tracing.collected import collected
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.batch.ledger import Counts, ledger
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.observe import Observer
from isotherm_ingest.store.readings import Kept
from isotherm_ingest.store.stored import Stored


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"isotherm_ingest_{name}", labels) or 0.0


def stored() -> Stored:
    counts = ledger()
    counts[message().hour] = Counts(received=3, decoded=3, offered=103, stored=102, rejected=1)
    refusal = Refused(message(), "fridge-1", "c", Refusal(Reason.BAD_UNIT, "why"))
    plain = columns(*(row(NOW + n) for n in range(100)))
    return Stored(Kept([row(NOW), row(NOW + 1)]), plain, [refusal], counts)


def test_a_batch_is_counted_as_in_its_ledger() -> None:
    names = [
        ("messages_total", {"kind": "received"}, 3),
        ("elements_total", {"kind": "stored"}, 102),
        ("elements_total", {"kind": "rejected"}, 1),
        ("rejects_total", {"reason": "bad_unit"}, 1),
        ("batches_total", {}, 1),
        ("commit_seconds_count", {}, 1),
    ]
    before = [sample(name, **labels) for name, labels, _ in names]
    Observer(lambda: NOW + SECOND).committed(stored(), time.monotonic())
    for (name, labels, count), value in zip(names, before, strict=True):
        assert sample(name, **labels) - value == count, name


def test_delays_are_observed_for_a_sample_of_the_readings() -> None:
    names = ("measured_to_stored_seconds", "received_to_stored_seconds")
    before = [(sample(f"{name}_count"), sample(f"{name}_sum")) for name in names]
    Observer(lambda: NOW + SECOND).committed(stored(), time.monotonic())
    for name, (count, total) in zip(names, before, strict=True):
        observed = sample(f"{name}_count") - count
        assert observed == 22
        assert (sample(f"{name}_sum") - total) / observed == pytest.approx(1.0, abs=0.001)


def test_refusals_are_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    observer = Observer(lambda: NOW)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            observer.committed(stored(), 1000.0)
    [record] = caplog.records
    assert (record.__dict__["device"], record.__dict__["reason"]) == ("fridge-1", "bad_unit")


def exemplars() -> list[str]:
    """Return the exemplars of all buckets."""
    _, body = expose(REGISTRY, "application/openmetrics-text")
    lines = [line for line in body.decode().splitlines() if " # {" in line]
    return [re.sub(r"} \S+ #", "} #", line) for line in lines]


def test_a_batch_that_is_traced_leaves_its_trace_with_both_delays() -> None:
    with collected(), tracing.span("ingest batch"):
        ids = tracing.current()
        assert ids is not None
        Observer(lambda: NOW + SECOND).committed(stored(), time.monotonic())

    marked = [line for line in exemplars() if f'# {{trace_id="{ids[0]}"}}' in line]
    names = {line.partition("{")[0] for line in marked}
    assert names == {
        "isotherm_ingest_measured_to_stored_seconds_bucket",
        "isotherm_ingest_received_to_stored_seconds_bucket",
    }
    _, plain = expose(REGISTRY, "")
    assert b"trace_id" not in plain


@pytest.mark.parametrize("ratio", [None, 0.0])
def test_a_batch_that_is_not_recorded_leaves_no_trace(ratio: float | None) -> None:
    before = exemplars()
    if ratio is None:
        Observer(lambda: NOW + SECOND).committed(stored(), time.monotonic())
    else:
        with collected(ratio), tracing.span("ingest batch"):
            Observer(lambda: NOW + SECOND).committed(stored(), time.monotonic())
    assert exemplars() == before


@pytest.mark.parametrize(
    ("count", "observed"),
    [(0, 0), (1, 1), (19, 19), (20, 20), (21, 11), (39, 20), (40, 20), (41, 14), (4_000, 20)],
)
def test_no_batch_is_observed_more_than_20_times(count: int, observed: int) -> None:
    name = "isotherm_ingest_measured_to_stored_seconds_count"
    before = REGISTRY.get_sample_value(name) or 0.0
    rows = [row(NOW + number) for number in range(count)]
    Observer(lambda: NOW + SECOND).committed(Stored(Kept(rows), None, [], ledger()), 1000.0)
    assert (REGISTRY.get_sample_value(name) or 0.0) - before == observed
