"""Observing a committed batch: its counts are in the metrics, its refusals in the log, once."""

import logging
import time

import pytest
from ingest_parts import NOW, SECOND, columns, message, row
from prometheus_client import REGISTRY

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
