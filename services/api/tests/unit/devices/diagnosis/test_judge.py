"""Verdicts from facts: the first that explains it, and no claim about what is not known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm_api.devices.diagnosis.judge import Facts, Judged, Link, VerdictWord, judge

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


NEW = Facts(
    now=NOW,
    enabled=True,
    registered_at=ago(20),
    heard_at=None,
    alive_until=None,
    rejected_at=None,
    link=None,
    watched_since=ago(60),
    takeovers=0,
    taken_over_at=None,
)
CONNECTED = Link(True, ago(10), ago(10), None)
LEFT = Link(False, ago(5), ago(10), ago(5))
HEARD = {"heard_at": ago(1), "alive_until": ago(-2)}
SILENT = {"heard_at": ago(30), "alive_until": ago(27)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Judged("never_connected", False, None)),
        ({"enabled": False}, Judged("disabled", False, None)),
        ({"enabled": False} | HEARD, Judged("disabled", True, None)),
        ({"link": CONNECTED}, Judged("connected_silent", True, ago(10))),
        ({"link": CONNECTED} | SILENT, Judged("connected_silent", True, ago(10))),
        ({"link": CONNECTED} | HEARD, Judged("arriving", True, ago(10))),
        ({"link": LEFT}, Judged("disconnected", False, None)),
        ({"link": LEFT} | SILENT, Judged("disconnected", False, None)),
        # a device that sleeps between its readings
        (
            {"link": LEFT, "heard_at": ago(5), "alive_until": ago(-2)},
            Judged("arriving", False, None),
        ),
        # it talks after the broker said that it left
        ({"link": LEFT} | HEARD, Judged("arriving", None, None)),
        # heard in this watch without a login in it: connected since before
        (HEARD, Judged("arriving", True, None)),
        (SILENT, Judged("connected_silent", True, None)),
        ({"link": CONNECTED, "rejected_at": ago(2)}, Judged("rejected", True, ago(10))),
        ({"link": CONNECTED, "rejected_at": ago(2)} | SILENT, Judged("rejected", True, ago(10))),
        ({"link": CONNECTED, "rejected_at": ago(1)} | HEARD, Judged("arriving", True, ago(10))),
        ({"link": LEFT, "rejected_at": ago(6)}, Judged("rejected", False, None)),
        ({"link": LEFT, "rejected_at": ago(16)}, Judged("disconnected", False, None)),
        (
            {"link": CONNECTED, "takeovers": 2, "taken_over_at": ago(10)} | HEARD,
            Judged("taken_over", True, ago(10)),
        ),
        (
            {"link": CONNECTED, "takeovers": 1, "taken_over_at": ago(10)} | HEARD,
            Judged("arriving", True, ago(10)),
        ),
        (
            {"link": CONNECTED, "takeovers": 9, "taken_over_at": ago(16)} | HEARD,
            Judged("arriving", True, ago(10)),
        ),
    ],
)
def test_each_verdict(given: dict[str, Any], expected: Judged) -> None:
    assert judge(replace(NEW, **given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # nobody reads notices
        ({"watched_since": None}, Judged("unwatched", None, None)),
        ({"watched_since": None, "link": CONNECTED} | SILENT, Judged("unwatched", None, None)),
        ({"watched_since": None} | HEARD, Judged("arriving", None, None)),
        ({"watched_since": None, "rejected_at": ago(2)}, Judged("rejected", None, None)),
        # it may have connected before the watch began, and be silent since
        ({"watched_since": ago(15)}, Judged("unwatched", None, None)),
        ({"watched_since": ago(15)} | SILENT, Judged("unwatched", None, None)),
        ({"watched_since": ago(5), "link": CONNECTED}, Judged("unwatched", None, None)),
        # it was away when the watch was interrupted, and has not been seen since
        ({"watched_since": ago(3), "link": LEFT}, Judged("disconnected", None, None)),
        ({"watched_since": ago(5), "link": CONNECTED} | HEARD, Judged("arriving", True, None)),
    ],
)
def test_what_was_before_the_watch_is_not_claimed(given: dict[str, Any], expected: Judged) -> None:
    assert judge(replace(NEW, **given)) == expected


_MOMENTS = st.none() | st.integers(0, 120).map(ago)
_FACTS = st.builds(
    Facts,
    now=st.just(NOW),
    enabled=st.booleans(),
    registered_at=st.integers(0, 120).map(ago),
    heard_at=_MOMENTS,
    alive_until=_MOMENTS | st.just(ago(-2)),
    rejected_at=_MOMENTS,
    link=st.none()
    | st.builds(Link, st.booleans(), st.integers(0, 120).map(ago), _MOMENTS, _MOMENTS),
    watched_since=_MOMENTS,
    takeovers=st.integers(0, 3),
    taken_over_at=_MOMENTS,
)


@given(_FACTS)
def test_no_verdict_contradicts_the_facts(facts: Facts) -> None:
    judged = judge(facts)
    assert judged.verdict in get_args(VerdictWord)
    if judged.verdict == "never_connected":
        assert facts.heard_at is None
        assert facts.link is None
        assert facts.watched_since is not None
        assert facts.watched_since <= facts.registered_at
    if facts.watched_since is None:
        assert judged.connected is None
        assert judged.verdict not in ("never_connected", "connected_silent", "disconnected")
    if judged.since is not None:
        assert judged.connected
    if judged.verdict == "disconnected":
        assert judged.connected is not True
