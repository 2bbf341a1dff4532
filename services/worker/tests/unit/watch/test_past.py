"""What an ended alert says is in the past, and claims no more than is known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isotherm_worker.watch.judge import Alert, Facts, Instance, judge
from isotherm_worker.watch.past import past

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WELL = Instance("ingest-0", "running", 1.0, True, True, 3, 1.0)
ALL_WELL = Facts(NOW, True, 12, 1, 1.0, [WELL])
AWAY = replace(WELL, connected=False)
OTHER = replace(WELL, name="ingest-1", seen_s=31.0)
PRESENT = (" is ", " are ", " cannot ", " come ", " receives ", " has ", " disagree.")

EVERY_ALERT = [
    replace(ALL_WELL, connected=False, instances=[AWAY]),
    replace(ALL_WELL, instances=[AWAY], shared_subscriptions=None),
    replace(ALL_WELL, instances=[AWAY], shared_subscriptions=0),
    replace(ALL_WELL, instances=[AWAY], shared_subscriptions=1),
    replace(ALL_WELL, connected=False),
    replace(ALL_WELL, tick_age_s=None),
    replace(ALL_WELL, instances=[replace(WELL, waiting=0, tick_age_s=None)]),
    replace(ALL_WELL, instances=[WELL, OTHER]),
    replace(ALL_WELL, dropped=3, dropped_since=NOW),
    replace(ALL_WELL, differences=3, differences_since=NOW),
    replace(ALL_WELL, queued=1000),
    replace(ALL_WELL, instances=[replace(WELL, tick_age_s=61.0)]),
]


def _alert(facts: Facts) -> Alert:
    [alert] = judge(facts, queued_at=1000, rising=False)
    return alert


def _past(alert: Alert, *, dropped: bool = False) -> str:
    return past(alert.kind, alert.cause, alert.detail, dropped=dropped)


@pytest.mark.parametrize("facts", EVERY_ALERT)
def test_every_alert_that_has_ended_is_told_in_the_past(facts: Facts) -> None:
    alert = _alert(facts)
    told = _past(alert)
    agreement = told.replace("they agree again", "").replace("the queue is short again", "")
    assert alert.kind == "lost" or told != alert.detail
    assert alert.kind == "blind" or not any(word in agreement for word in PRESENT), told
    assert past(alert.kind, alert.cause, told, dropped=True) == told


def test_messages_are_said_to_be_stored_only_if_that_is_known() -> None:
    kept = _alert(replace(ALL_WELL, instances=[AWAY], shared_subscriptions=1))
    assert _past(kept).endswith("Messages waited there and were stored afterwards.")
    assert "that the broker kept" in _past(kept, dropped=True)
    lost = _alert(replace(ALL_WELL, instances=[AWAY], shared_subscriptions=0))
    assert "are lost, unless" in _past(lost)
    away = _alert(replace(ALL_WELL, connected=False, instances=[AWAY]))
    assert "could not be reached" in _past(away)


def test_words_of_another_version_are_replaced_where_they_speak_of_now() -> None:
    old = "No ingest takes readings from the broker. What devices send waits."
    assert past("blind", "ingest", old, dropped=True).startswith("No ingest was collecting")
    assert past("impaired", "anything", "Anything else.", dropped=True) == "Anything else."
