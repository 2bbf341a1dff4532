"""Decode a batch: its counts and tick, its redelivered messages, and what is decoded again."""

import pytest
from both_ways import KNOWN, decoded
from ingest_parts import NOW, SECOND, message, tick

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Decoded, Outcome, Refusal
from isotherm_ingest.batch.untimed import RecentUntimed, pair
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decode_batch import Dating, decode_again


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


def test_a_refused_message_that_a_replay_may_understand_is_stored_once() -> None:
    """Two rejects of a message without a time would become two readings."""
    sent, again = message("warm", packet_id=5), message("warm", packet_id=5, dup=True)
    first = decoded(sent)
    [refused], [saved] = first.refused, first.pairs
    assert refused.instant == NOW
    dating = Dating(RecentUntimed(10))
    dating.resume(True, [saved], None)
    batch = decoded(again, message("cold", packet_id=6), dating=dating)
    assert [reject.message.payload for reject in batch.refused] == [b"cold"]
    counts = batch.ledger[message().hour]
    # as many undecodable messages as rejects
    assert (counts.received, counts.decoded, counts.undecodable) == (2, 1, 1)
    assert (counts.offered, counts.duplicate) == (1, 1)
    assert batch.pairs[0] == saved
    assert len(batch.pairs) == 2


def test_a_refused_message_that_no_replay_can_understand_is_forgotten() -> None:
    batch = decoded(message("1", topic="elsewhere", packet_id=5))
    assert (len(batch.refused), batch.pairs) == (1, [])


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
