"""A start is no incident, an outage is one, and it began when it began."""

from datetime import UTC, datetime, timedelta

import pytest

from isotherm_worker.watch.holding import GRACE, START, Holding
from isotherm_worker.watch.judge import Alert

BEGUN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BLIND = Alert("blind", "ingest", "d", patient=True)
AWAY = Alert("blind", "broker", "d", patient=True)
MISSING = Alert("impaired", "instance:ingest-1", "d")
LOST = Alert("lost", "dropped", "d", 3)


def at(seconds: float) -> datetime:
    """Return the instant this many seconds after the worker's start."""
    return BEGUN + timedelta(seconds=seconds)


class Run:
    """A worker that judges every 2 seconds."""

    def __init__(self, holding: Holding | None = None) -> None:
        self.holding = holding or Holding()
        self.raised: dict[tuple[str, str], Alert] = {}
        self._next = 0.0

    def until(self, seconds: float, *alerts: Alert) -> list[str]:
        """Judge that `alerts` hold until then; return the kinds that are open."""
        while self._next <= seconds:
            due = self.holding.due(alerts, at(self._next), self.raised.keys())
            self.raised = {alert.key: self.raised.get(alert.key, alert) for alert in due}
            self._next += 2
        return sorted({kind for kind, _ in self.raised})


@pytest.mark.parametrize("alert", [BLIND, AWAY, MISSING])
def test_the_time_in_which_parts_start_is_no_alert(alert: Alert) -> None:
    run = Run()
    assert run.until(START.total_seconds() - 2, alert) == []
    assert run.until(START.total_seconds()) == []


def test_being_blind_from_the_start_is_reported_with_its_true_beginning() -> None:
    blind = Alert("blind", "ingest", "d", since=at(-3600), patient=True)
    run = Run()
    assert run.until(START.total_seconds(), blind) == ["blind"]
    assert run.raised[blind.key].since == at(-3600)
    never = Run()
    never.until(START.total_seconds(), BLIND)
    assert never.raised[BLIND.key].since == at(0)


def test_the_start_ends_once_readings_have_come_in() -> None:
    run = Run()
    run.until(20, BLIND)
    run.until(30)
    assert run.until(30 + GRACE.total_seconds(), BLIND) == []
    assert run.until(34 + GRACE.total_seconds(), BLIND) == ["blind"]


def test_a_heartbeat_from_before_the_start_is_no_sign_of_life() -> None:
    run = Run()
    run.until(8)
    run.until(10, BLIND)
    assert run.until(START.total_seconds() - 2, BLIND) == []


def test_another_cause_goes_on_with_the_same_start_and_the_same_event() -> None:
    run = Run()
    run.until(10, AWAY)
    assert run.until(60, BLIND) == []
    run = Run()
    run.until(20)
    run.until(60, BLIND)
    run.until(80, AWAY)
    [(cause, alert)] = run.raised.items()
    assert (cause, alert.since) == (("blind", "ingest"), at(22))


def test_an_open_alert_stays_open_over_a_restart_of_worker() -> None:
    run = Run()
    run.raised = {BLIND.key: BLIND}
    assert run.until(2, AWAY) == ["blind"]


def test_a_loss_is_reported_at_once_even_at_the_start() -> None:
    assert Run().until(0, LOST) == ["lost"]


def test_an_outage_began_before_it_was_noticed_but_not_before_all_was_well() -> None:
    stopped = Alert("blind", "ingest", "d", since=at(93), patient=True)
    run = Run()
    run.until(100)
    run.until(120, stopped)
    assert run.raised[BLIND.key].since == at(93)
    quiet = Alert("blind", "ingest", "d", since=at(-900), patient=True)
    run = Run()
    run.until(100)
    run.until(120, quiet)
    assert run.raised[BLIND.key].since == at(100) - GRACE
