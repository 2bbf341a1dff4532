"""Which alerts hold: each with what raises it and what does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_worker.watch.judge import LEAST_RISE, Alert, Facts, Instance, Rising, judge, past

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WELL = Instance("ingest-0", "running", 1.0, True, True, 3, 1.0)
ALL_WELL = Facts(NOW, True, 12, 1, 1.0, [WELL])


def held(*instances: Instance, rising: bool = False, **changes: Any) -> dict[str, Alert]:
    """The alerts by what they are about."""
    facts = replace(ALL_WELL, **({"instances": instances} if instances else {}), **changes)
    return {f"{a.kind} {a.cause}": a for a in judge(facts, queued_at=1000, rising=rising)}


def test_all_is_well() -> None:
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
def test_no_ingest_that_takes_readings(change: dict[str, Any]) -> None:
    other = replace(WELL, name="ingest-1")
    assert "blind ingest" not in held(replace(WELL, **change), other)
    assert held(replace(WELL, **change))["blind ingest"].patient


@pytest.mark.parametrize(
    ("shares", "word"), [(None, "broker."), (0, "are being lost."), (1, "are waiting there.")]
)
def test_what_becomes_of_readings_that_nobody_takes(shares: int | None, word: str) -> None:
    alert = held(replace(WELL, connected=False), shared_subscriptions=shares)["blind ingest"]
    assert alert.detail.endswith(word)


def test_an_interruption_that_is_over() -> None:
    away = replace(WELL, connected=False)
    kept = held(away, shared_subscriptions=1)["blind ingest"].detail
    assert past(kept, dropped=False).startswith(
        "Readings were not being collected; nothing was lost."
    )
    assert "nothing was lost" not in past(kept, dropped=True)
    lost = held(away, shared_subscriptions=0)["blind ingest"].detail
    assert "are lost unless" in past(lost, dropped=False)
    assert "could not be reached" in past(
        held(away, connected=False)["blind broker"].detail, dropped=False
    )
    assert past("Anything else.", dropped=False) == "Anything else."


def test_a_broker_that_is_away() -> None:
    assert list(held(replace(WELL, connected=False), connected=False)) == ["blind broker"]
    assert "Worker cannot" in held(connected=False)["impaired broker"].detail


@pytest.mark.parametrize("age", [None, 16.0])
def test_ticks_that_do_not_come(age: float | None) -> None:
    assert list(held(tick_age_s=age)) == ["impaired ticks"]
    assert list(held(replace(WELL, waiting=0, tick_age_s=age))) == ["impaired ticks:ingest-0"]


def test_an_instance_that_is_not_there_keeps_its_share() -> None:
    lost = replace(WELL, name="ingest-1", seen_s=31.0)
    assert list(held(WELL, lost)) == ["impaired instance:ingest-1"]
    assert held(WELL, replace(lost, seen_s=29.0)) == {}
    assert held(WELL, replace(lost, state="gone")) == {}


def test_drops_and_differences() -> None:
    since = NOW - timedelta(minutes=5)
    lost = held(dropped=3, dropped_since=since)["lost dropped"]
    assert (lost.count, lost.since, lost.patient) == (3, since, False)
    books = held(differences=2, differences_since=since)["ledger differences"]
    assert (books.count, books.since) == (2, since)


def test_a_long_queue_and_one_that_rises() -> None:
    assert list(held(queued=999)) == []
    assert held(queued=1000)["queued broker"].count == 1000
    assert "growing" in held(queued=10, rising=True)["queued broker"].detail


def test_an_ingest_that_is_behind() -> None:
    assert list(held(replace(WELL, tick_age_s=61.0))) == ["queued instance:ingest-0"]


def looks(*queue: int | None) -> list[bool]:
    """What is said of a queue looked at every 2 seconds."""
    rising = Rising()
    return [rising.add(NOW + timedelta(seconds=2 * n), each) for n, each in enumerate(queue)]


def test_a_queue_that_rises_for_a_minute() -> None:
    step = LEAST_RISE // 30 + 1
    found = looks(*(step * n for n in range(40)))
    assert found == [False] * 30 + [True] * 10
    assert not any(looks(*(n for n in range(40))))  # too little to be one
    assert not any(looks(*([0] * 20), 5000, *([0] * 20)))  # it comes and goes
    assert not looks(*(step * n for n in range(35)), None, 5000)[-1]
