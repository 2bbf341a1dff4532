"""The open streams of a process."""

import pytest
from client_parts import access
from prometheus_client import CollectorRegistry

from isotherm_api.hub.events import EventBatch, Only
from isotherm_api.hub.streams import Streams
from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooMany


def streams(per_user: int = 2) -> tuple[Streams, Metrics]:
    """Return open streams, and the metrics that count them."""
    metrics = Metrics.make(CollectorRegistry())
    return Streams(per_user, metrics), metrics


def test_a_user_has_at_most_a_few_and_closing_one_makes_room() -> None:
    opened, metrics = streams()
    with opened.open(access(), None, None):
        with opened.open(access(), None, None):
            with pytest.raises(TooMany) as refused, opened.open(access(), None, None):
                pass
            assert int(refused.value.headers["Retry-After"]) > 0
            assert metrics.streams._value.get() == 2
        with opened.open(access(), None, None):
            pass
    assert metrics.streams._value.get() == 0
    assert opened.clients == opened.joined == opened.returned == set()


def test_only_a_reconnecting_client_has_to_catch_up() -> None:
    opened, _ = streams()
    with opened.open(access(), None, None) as new, opened.open(access(), None, 5) as old:
        assert opened.joined == {new, old}
        assert opened.returned == {old}


def test_a_batch_is_offered_to_every_client() -> None:
    opened, _ = streams()
    with (
        opened.open(access(), None, None) as here,
        opened.open(access(), Only(frozenset({2})), None) as elsewhere,
    ):
        opened.offer(EventBatch({1: (1, b"{}")}, 7))
        assert [event.mark for event in here.take()] == [7]
        assert elsewhere.take() == []


def test_closing_ends_open_streams_and_those_that_come_later() -> None:
    opened, _ = streams()
    with opened.open(access(), None, None) as early:
        opened.close()
        assert early.closed.is_set()
        with opened.open(access(), None, None) as late:
            assert late.closed.is_set()
