"""Batch: packet ids to acknowledge, and messages by their index."""

from ingest_parts import (
    NOW,
    chunks,
    message,
    tick,
)

from isotherm_ingest.batch.batch import Batch


def test_all_messages_but_those_of_qos_0_are_acknowledged_in_order() -> None:
    sent = [message(packet_id=n, qos=n and 1) for n in (5, 6, 0, 7)]
    later = [message(packet_id=n, received_at=NOW + 1) for n in (9, 8)]
    batch = Batch(1, chunks(*sent, tick(NOW), *later))
    assert batch.packet_ids() == [packet_id.to_bytes(2) for packet_id in (5, 6, 7, 1, 9, 8)]


def test_a_message_is_found_by_its_index() -> None:
    sent = [message(str(n), received_at=NOW + n // 3) for n in range(10)]
    batch = Batch(1, chunks(*sent))
    assert [batch.message(n).payload for n in range(10)] == [b"%d" % n for n in range(10)]
