"""Each alert holds exactly while its condition does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_worker.watch.judge import LEAST_RISE, Alert, Facts, Instance, Rising, judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WELL = Instance("ingest-0", "running", 1.0, True, True, 3, 1.0)
ALL_WELL = Facts(NOW, True, 12, 1, 1.0, [WELL])


def held(*instances: Instance, rising: bool = False, **changes: Any) -> dict[str, Alert]:
    """Return the alerts that hold, by kind and cause."""
    facts = replace(ALL_WELL, **({"instances": instances} if instances else {}), **changes)
    return {
        f"{alert.kind} {alert.cause}": alert
        for alert in judge(facts, queued_at=1000, rising=rising)
    }


def test_no_alert_holds_while_all_is_well() -> None:
    assert held() == {}
    assert held(shared_subscriptions=None, queued=None) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"seen_s": 11.0},
        {"connected": False},
        {"subscribed": False},
        {"state": "draining"},
        {"state": "gone"},
    ],
)
def test_blind_if_no_ingest_collects_readings(change: dict[str, Any]) -> None:
    other = replace(WELL, name="ingest-1")
    assert "blind ingest" not in held(replace(WELL, **change), other)
    assert held(replace(WELL, **change))["blind ingest"].patient


@pytest.mark.parametrize(
    ("shares", "word"), [(None, "broker."), (0, "are being lost."), (1, "are waiting there.")]
)
def test_the_detail_tells_what_happens_to_messages(shares: int | None, word: str) -> None:
    alert = held(replace(WELL, connected=False), shared_subscriptions=shares)["blind ingest"]
    assert alert.detail.endswith(word)


def test_blind_or_impaired_if_the_broker_is_unavailable() -> None:
    assert list(held(replace(WELL, connected=False), connected=False)) == ["blind broker"]
    assert "Worker cannot" in held(connected=False)["impaired broker"].detail


@pytest.mark.parametrize("age", [None, 16.0])
def test_impaired_if_ticks_do_not_arrive(age: float | None) -> None:
    assert list(held(tick_age_s=age)) == ["impaired ticks"]
    assert list(held(replace(WELL, waiting=0, tick_age_s=age))) == ["impaired ticks:ingest-0"]


def test_impaired_if_an_instance_is_missing() -> None:
    lost = replace(WELL, name="ingest-1", seen_s=31.0)
    [alert] = held(WELL, lost).values()
    assert (alert.cause, alert.since) == ("instance:ingest-1", NOW - timedelta(seconds=31))
    assert held(WELL, replace(lost, seen_s=29.0)) == {}
    assert held(WELL, replace(lost, state="gone")) == {}


def test_drops_and_differences_are_alerts_with_a_count() -> None:
    since = NOW - timedelta(minutes=5)
    lost = held(dropped=3, dropped_since=since)["lost dropped"]
    assert (lost.count, lost.since, lost.patient) == (3, since, False)
    books = held(differences=2, differences_since=since)["ledger differences"]
    assert (books.count, books.since) == (2, since)


def test_queued_if_the_queue_is_long_or_keeps_growing() -> None:
    assert list(held(queued=999)) == []
    assert held(queued=1000)["queued broker"].count == 1000
    assert "growing" in held(queued=10, rising=True)["queued broker"].detail


def test_queued_if_an_ingest_is_behind() -> None:
    assert list(held(replace(WELL, tick_age_s=61.0))) == ["queued instance:ingest-0"]


def risings(*queue: int | None) -> list[bool]:
    """Return whether a queue keeps growing, at samples 2 seconds apart."""
    rising = Rising()
    return [rising.add(NOW + timedelta(seconds=2 * n), length) for n, length in enumerate(queue)]


def test_a_queue_rises_if_it_grows_for_a_minute() -> None:
    step = LEAST_RISE // 30 + 1
    samples = risings(*(step * n for n in range(40)))
    assert samples == [False] * 30 + [True] * 10
    assert not any(risings(*(n for n in range(40))))  # too little to be one
    assert not any(risings(*([0] * 20), 5000, *([0] * 20)))  # it comes and goes
    assert not risings(*(step * n for n in range(35)), None, 5000)[-1]
