"""Events on the wire, and the encoding that equal views share."""

from client_parts import access

from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch, Only, View


def test_an_event_on_the_wire() -> None:
    client = Client(access(), Only(frozenset({1})))
    client.offer(EventBatch({1: (1, b"{}"), 2: (2, b"{}")}, 7))
    [event] = client.take()
    assert event.wire == b'id: 7\nevent: latest\ndata: {"sensors":[{}]}\n\n'


def test_equal_views_share_one_encoding_also_when_late() -> None:
    ada, bob, vera = Client(access(), None), Client(access(), None), Client(access(False), None)
    first, second = EventBatch({1: (1, b"1"), 2: (1, b"2")}, 3), EventBatch({2: (1, b"9")}, 4)
    for batch in (first, second):
        for client in (ada, bob, vera):
            client.offer(batch)
    [for_ada], [for_bob] = ada.take(), bob.take()
    assert for_ada is for_bob
    assert for_ada.wire == b'id: 4\nevent: latest\ndata: {"sensors":[1,9]}\n\n'
    assert vera.take() == []


def names(batch: EventBatch, *, sites: frozenset[int] | None = None, only: Only) -> list[bytes]:
    """Return the documents that a view shows."""
    event = batch.event(View(only, sites))
    return [] if event is None else event.data[len(b'{"sensors":[') : -2].split(b",")


def test_a_view_of_single_sensors_shows_no_other() -> None:
    batch = EventBatch({key: (key % 3, b"%d" % key) for key in range(1, 40)}, 7, lasting=[5, 6])
    assert names(batch, only=Only(sensors=frozenset({4, 77, 9}))) == [b"4", b"9"]
    assert names(batch, only=Only(sensors=frozenset({77}))) == []
    both = Only(sites=frozenset({2}), sensors=frozenset({4}))
    assert set(names(batch, only=both)) == {b"4", *(b"%d" % key for key in range(2, 40, 3))}


def test_states_of_other_sensors_are_shown_once_they_last() -> None:
    batch = EventBatch({key: (key % 3, b"%d" % key) for key in range(1, 40)}, 7, lasting=[5, 6])
    only = Only(sensors=frozenset({4, 5}), states=True)
    assert names(batch, only=only) == [b"4", b"5", b"6"]
    later = batch.merged_with(EventBatch({6: (0, b"66"), 7: (1, b"77")}, 8))
    assert names(later, only=only) == [b"4", b"5", b"66"]


def test_a_sensor_that_may_not_be_seen_is_shown_in_no_view() -> None:
    batch = EventBatch({1: (1, b"1"), 2: (2, b"2")}, 7, lasting=[1, 2])
    for only in (
        Only(sensors=frozenset({1, 2})),
        Only(sites=frozenset({1, 2})),
        Only(sensors=frozenset({2}), states=True),
    ):
        assert names(batch, sites=frozenset({2}), only=only) == [b"2"]
        assert names(batch, sites=frozenset(), only=only) == []
