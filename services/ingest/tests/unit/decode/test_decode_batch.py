"""Decode a batch: its counts and tick, its redelivered messages, and what is decoded again."""

from typing import Any

import pytest
from both_ways import KNOWN, registry
from ingest_parts import NOW, SECOND, Sent, chunk, message, one_by_one, tick

from isotherm.reasons import Reason
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Outcome, Refusal
from isotherm_ingest.batch.untimed import RecentUntimed, pair
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decode_batch import Dating, decode_again, decode_batch
from isotherm_ingest.decode.decoders import DECODERS, Decoders
from isotherm_ingest.mqtt.arrivals import Arrivals


def decoded(*messages: Sent, dating: Dating | None = None, decoders: Decoders = DECODERS) -> Batch:
    part = chunk(*messages)
    arrivals = Arrivals([part], {part.hour: len(part) - len(part.ticks)})
    dating = dating or Dating(RecentUntimed(10))
    return decode_batch(arrivals, False, registry().slots, dating, decoders)


def live() -> Dating:
    """Return the dating of a new session, in which nothing has waited."""
    dating = Dating(RecentUntimed(10))
    dating.resume(False, [], None)
    return dating


def unset(topic: str, payload: bytes) -> Outcome:
    """Decode a message whose one element has the time of a clock that was never set."""
    outcome = decode(topic, payload)
    assert isinstance(outcome, Decoded)
    for element in outcome.elements:
        element.at, element.unset = 1000, True
    return outcome


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


def several(count: int, payload: str = "1", topic: str = KNOWN[0], **changes: Any) -> list[Sent]:
    return [message(payload, topic=topic, packet_id=n + 1, **changes) for n in range(count)]


def test_plain_messages_of_a_burst_are_unsure() -> None:
    dating = live()
    batch = decoded(*several(2), *several(2, topic=KNOWN[1]), dating=dating)
    assert batch.plain is not None
    assert not batch.plain.unsure.any()
    late = several(2, received_at=NOW + 1000), several(1, topic=KNOWN[2], received_at=NOW + 1000)
    batch = decoded(*late[0], *late[1], dating=dating)
    assert batch.plain is not None
    assert batch.plain.unsure.tolist() == [True, True, False]


def test_timed_messages_are_no_burst() -> None:
    batch = decoded(*several(30, f'{{"value": 1, "time": {NOW // SECOND}}}'), dating=live())
    assert batch.plain is not None
    assert not batch.plain.unsure.any()


def test_messages_of_all_forms_make_a_burst() -> None:
    sent = [*several(1), *several(1, '[{"value": 1}, {"value": 2}]'), *several(1, "null")]
    batch = decoded(*sent, dating=live())
    assert batch.plain is not None
    assert batch.plain.unsure.tolist() == [True]
    assert [work.unsure for work in batch.works] == [True, True]
    local = several(30, '{"value": 1, "time": "2026-01-01T00:00:00"}')
    assert not any(work.unsure for work in decoded(*local, dating=live()).works)


def test_messages_that_a_replay_may_understand_are_unsure_if_they_came_in_a_burst() -> None:
    batch = decoded(*several(2, "21,4"), *several(1), dating=live())
    assert [(refused.instant, refused.unsure) for refused in batch.refused] == [
        (NOW, True),
        (NOW + 1, True),
    ]
    assert batch.plain is not None
    assert batch.plain.unsure.tolist() == [True]
    batch = decoded(*several(2, "21,4"), dating=live())
    assert [refused.unsure for refused in batch.refused] == [False, False]


def test_messages_of_a_clock_that_was_never_set_make_a_burst_and_have_instants_of_their_own() -> (
    None
):
    decoders = Decoders(unset, one_by_one)
    batch = decoded(*several(3), dating=live(), decoders=decoders)
    assert [(work.instant, work.unsure) for work in batch.works] == [
        (NOW, True), (NOW + 1, True), (NOW + 2, True),
    ]  # fmt: skip
    pair_of = decoded(*several(2), dating=live(), decoders=decoders)
    assert not any(work.unsure for work in pair_of.works)
