"""Decode a batch: its counts and tick, its redelivered messages, and what is decoded again."""

import pytest
from both_ways import KNOWN, registry
from ingest_parts import NOW, SECOND, Sent, chunk, message, tick

from isotherm.reasons import Reason
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Outcome, Refusal
from isotherm_ingest.batch.untimed import RecentUntimed, pair
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decode_batch import Dating, decode_again, decode_batch
from isotherm_ingest.mqtt.arrivals import Arrivals


def decoded(*messages: Sent, dating: Dating | None = None) -> Batch:
    part = chunk(*messages)
    arrivals = Arrivals([part], {part.hour: len(part) - len(part.ticks)})
    return decode_batch(arrivals, False, registry().slots, dating or Dating(RecentUntimed(10)))


def test_a_batch_counts_its_messages_and_keeps_the_last_tick() -> None:
    batch = decoded(
        message("1", topic=KNOWN[0]), tick(NOW - SECOND, NOW), message("hot"), tick(NOW)
    )
    counts = batch.ledger[message().hour]
    assert (counts.received, counts.decoded, counts.undecodable) == (2, 1, 1)
    assert batch.tick == NOW
    assert batch.plain is not None
    assert [refused.refusal.reason for refused in batch.refused] == [Reason.NOT_A_NUMBER]


def test_a_message_stored_before_is_a_duplicate_and_keeps_its_pair() -> None:
    dating, topic = Dating(RecentUntimed(10)), KNOWN[0]
    saved = pair(b"\0\5", topic.encode(), b"1")
    dating.resume(True, [saved], None)
    batch = decoded(message("1", topic=topic, packet_id=5, dup=True), dating=dating)
    counts = batch.ledger[message().hour]
    assert (counts.decoded, counts.offered, counts.duplicate) == (1, 1, 1)
    assert batch.pairs == [saved]
    assert (batch.plain, batch.works) == (None, [])


def test_a_committed_row_is_remembered_for_pruning() -> None:
    dating = Dating(RecentUntimed(10))
    decoded(message("1", topic=KNOWN[0]), dating=dating)
    dating.committed(None)
    assert dating.recent.prune_before() is None
    dating.committed(7)
    assert dating.recent.prune_before() == 7


def test_a_plain_message_is_decoded_again_with_its_instant() -> None:
    batch = decoded(message("1", topic=KNOWN[0]), message("2", topic=KNOWN[1], packet_id=2))
    assert batch.plain is not None
    work = decode_again(batch, batch.plain, 1, decode)
    assert [element.value for element in work.decoded.elements] == [2.0]
    assert (work.origin, work.instant) == (1, int(batch.plain.at[1]))


def test_if_the_decoders_disagree_the_message_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    def forgetful(_topic: str, _payload: bytes) -> Outcome:
        return Refusal(Reason.NOT_JSON, "forgotten")

    batch = decoded(message("1", topic=KNOWN[0]))
    assert batch.plain is not None
    work = decode_again(batch, batch.plain, 0, forgetful)
    assert work.decoded == Decoded("a", "celsius", [], work.decoded.refusals, 1)
    assert [refusal.reason for refusal in work.decoded.refusals] == [Reason.REFUSED]
    assert "disagree" in caplog.text
