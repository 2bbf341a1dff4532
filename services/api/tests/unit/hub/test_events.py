"""Events on the wire, and the encoding that equal views share."""

from client_parts import access

from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch


def test_an_event_on_the_wire() -> None:
    client = Client(access(), 1)
    client.offer(EventBatch({1: (1, b"{}"), 2: (2, b"{}")}, 7))
    [event] = client.take()
    assert event.wire == b'id: 7\nevent: latest\ndata: {"sensors":[{}]}\n\n'


def test_equal_views_share_one_encoding_also_when_late() -> None:
    ada, bob, vera = Client(access(), None), Client(access(), None), Client(access(False), None)
    first, second = EventBatch({1: (1, b"1"), 2: (1, b"2")}, 3), EventBatch({2: (1, b"9")}, 4)
    for batch in (first, second):
        for client in (ada, bob, vera):
            client.offer(batch)
    [one], [other] = ada.take(), bob.take()
    assert one is other
    assert one.wire == b'id: 4\nevent: latest\ndata: {"sensors":[1,9]}\n\n'
    assert vera.take() == []
