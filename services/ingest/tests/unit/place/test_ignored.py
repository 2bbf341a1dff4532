"""Whatever an ignored channel sends is counted as ignored, by whichever way it was decoded."""

from typing import NoReturn

import pytest
from ingest_parts import NAMES, NOW, chunk, message

from isotherm_ingest.batch.ledger import Counts
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.place.place_batch import Placers, place_batch
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay

HEEDED = ("fridge-1", "heeded")
REGISTRY = Registry.of(5, {NAMES: Channel(7, ignored=True), HEEDED: Channel(8)})
PAYLOADS = (
    "21.4", "21.5 C", '{"value": 21.6, "time": 1767225600}', '[{"value": 1}, {"value": "x"}]',
    "no number", "-300", "85",
)  # fmt: skip


def failing(*_: object) -> NoReturn:
    raise RuntimeError


@pytest.mark.parametrize("placers", [Placers(), Placers(place_plain=failing)])
def test_every_message_of_an_ignored_channel_is_ignored(placers: Placers) -> None:
    topic = "/".join(("sensors", *HEEDED))
    part = chunk(
        *(message(payload, packet_id=n) for n, payload in enumerate(PAYLOADS, 1)),
        message("4.5", topic=topic, packet_id=90),
        message("no number", topic=topic, packet_id=91),
        message("no number", topic="sensors/fridge-1/a/b", packet_id=92),
    )
    batch = decode_batch(
        Arrivals([part], {part.hour: len(part)}), False, REGISTRY.slots, Dating(RecentUntimed(10))
    )
    placed = place_batch(batch, REGISTRY, Overlay(), placers)
    received = len(PAYLOADS) + 3
    assert placed.ledger[part.hour] == Counts(
        received=received, decoded=received - 2, undecodable=2, offered=9, ignored=8
    )
    assert [(refused.device, refused.channel) for refused in placed.refused] == [
        HEEDED,
        ("fridge-1", None),
    ]
    placed.to_rows()
    assert [(row.channel_id, row.value) for row in placed.rows] == [(8, 4.5)]
    assert placed.leads == {}
    assert batch.ledger[part.hour].undecodable == 3


def test_a_batch_of_ignored_messages_alone_stores_nothing() -> None:
    part = chunk(message("21.4"), message("21.5", packet_id=2, received_at=NOW))
    batch = decode_batch(
        Arrivals([part], {part.hour: 2}), False, REGISTRY.slots, Dating(RecentUntimed(10))
    )
    placed = place_batch(batch, REGISTRY, Overlay())
    assert not placed.columns
    assert not placed.rows
    assert placed.ledger[part.hour].ignored == 2
