"""A client's pending events: bounded, and only what its access allows."""

from client_parts import access

from isotherm_api.access import Role
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch, Only


def test_pending_events_are_bounded_by_the_number_of_sensors() -> None:
    client = Client(access(), None)
    for n in range(10_000):
        client.offer(EventBatch({n % 3: (1, b"%d" % n)}, n))
    [event] = client.take()
    assert event.data == b'{"sensors":[9999,9997,9998]}'
    assert event.mark == 9999
    assert client.take() == []


def test_a_revoked_role_removes_pending_sensors() -> None:
    client = Client(access(False, site1=Role.VIEWER, site2=Role.VIEWER), None)
    client.offer(EventBatch({1: (1, b"1"), 2: (2, b"2"), 3: (3, b"3")}, 5))
    client.regrant(access(False, site2=Role.VIEWER))
    grants, latest = client.take()
    assert (grants.name, latest.data) == ("grants", b'{"sensors":[2]}')


def test_a_change_of_grants_does_not_move_the_mark() -> None:
    client = Client(access(False, site1=Role.VIEWER), None)
    client.regrant(access(False))
    [grants] = client.take()
    assert grants.wire == b"event: grants\ndata: {}\n\n"


def test_a_client_is_told_once_of_changed_places_that_it_shows() -> None:
    client = Client(access(False, site1=Role.VIEWER), None)
    client.tell_of_places([2])
    assert client.take() == []
    client.tell_of_places([2, 1])
    client.tell_of_places([None])
    client.offer(EventBatch({1: (1, b"1")}, 5))
    assert [event.wire for event in client.take()] == [
        b"event: places\ndata: {}\n\n",
        b'id: 5\nevent: latest\ndata: {"sensors":[1]}\n\n',
    ]
    assert client.take() == []
    limited = Client(access(), Only(frozenset({2})))
    limited.tell_of_places([1])
    assert limited.take() == []
