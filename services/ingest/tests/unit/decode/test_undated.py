"""Messages without a time are dated by when they were published, and doubted in a burst."""

from typing import Any

import pytest
from both_ways import KNOWN, decoded
from ingest_parts import NOW, SECOND, Sent, chunk, message, one_by_one, tick

from isotherm_ingest.batch.elements import Decoded, Outcome
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decode_batch import Dating
from isotherm_ingest.decode.decoders import Decoders
from isotherm_ingest.decode.ticks import Run
from isotherm_ingest.decode.undated import Times


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


def waiting() -> Dating:
    """Return the dating of a session for which the broker has kept messages."""
    dating = Dating(RecentUntimed(10))
    dating.resume(True, [], None)
    return dating


def ticked(*seconds_ago: int) -> list[Sent]:
    """Return ticks that have waited until NOW."""
    return [tick(NOW - ago * SECOND, NOW) for ago in seconds_ago]


def several(count: int, payload: str = "1", topic: str = KNOWN[0], **changes: Any) -> list[Sent]:
    return [message(payload, topic=topic, packet_id=n + 1, **changes) for n in range(count)]


def test_each_message_has_the_times_of_its_chunk_and_its_run() -> None:
    chunks = [chunk(*several(3)), chunk(*several(1, received_at=NOW + SECOND))]
    runs = [[Run(0, 1, NOW - 5, True), Run(1, 3, NOW - 4, False)], [Run(0, 1, NOW - 3, True)]]
    times = Times.of(chunks, runs)
    assert times.received.tolist() == [NOW, NOW, NOW, NOW + SECOND]
    assert times.published.tolist() == [NOW - 5, NOW - 4, NOW - 4, NOW - 3]
    assert times.unsure.tolist() == [True, False, False, True]


def test_a_message_has_the_instant_at_which_it_was_published() -> None:
    first, second, third = ticked(10, 9, 8)
    timed = several(1, f'{{"value": 1, "time": {NOW // SECOND}}}')
    batch = decoded(first, *timed, second, *several(1), third, dating=waiting())
    assert batch.plain is not None
    assert batch.plain.at.tolist() == [NOW, NOW - 9 * SECOND]


def test_instants_rise_in_the_order_of_the_broker_whatever_the_form() -> None:
    local = '{"value": 1, "time": "2026-01-01T00:00:00"}'
    forms = ["1", '[{"value": 1}, {"value": 2}]', local, "1", "21,4"]
    batch = decoded(*(sent for form in forms for sent in several(1, form)), dating=live())
    assert batch.plain is not None
    assert batch.plain.at.tolist() == [NOW, NOW + 4]
    assert [work.instant for work in batch.works] == [NOW + 1, NOW + 3]
    assert [refused.instant for refused in batch.refused] == [NOW + 5]


def test_plain_messages_of_a_burst_are_unsure() -> None:
    dating = live()
    batch = decoded(*several(2), *several(2, topic=KNOWN[1]), dating=dating)
    assert batch.plain is not None
    assert not batch.plain.unsure.any()
    late = several(2, received_at=NOW + 1000), several(1, topic=KNOWN[2], received_at=NOW + 1000)
    batch = decoded(*late[0], *late[1], dating=dating)
    assert batch.plain is not None
    assert batch.plain.unsure.tolist() == [True, True, False]


@pytest.mark.parametrize("form", ["1", "null"])
def test_readings_stored_before_a_burst_showed_are_doubted(form: str) -> None:
    dating, topic = live(), KNOWN[0].encode()
    assert decoded(*several(2), dating=dating).doubted == []
    batch = decoded(*several(1, form, received_at=NOW + 1000), dating=dating)
    assert batch.doubted == [(topic, NOW), (topic, NOW + 1)]


def test_a_burst_goes_on_behind_an_array_of_the_batch_before() -> None:
    dating = live()
    decoded(*several(1), *several(1, '[{"value": 1}, {"value": 2}]'), dating=dating)
    batch = decoded(*several(1, received_at=NOW + 1000), dating=dating)
    assert batch.plain is not None
    assert batch.plain.unsure.tolist() == [True]
    assert [at for _, at in batch.doubted] == [NOW, NOW + 2]


def test_messages_that_waited_share_the_second_of_a_tick() -> None:
    """They have one instant, although a probe may have sent them all that second."""
    before, after = ticked(10, 9)
    for count, is_burst in ((22, False), (23, True)):
        batch = decoded(before, *several(count), after, dating=waiting())
        assert batch.plain is not None
        assert batch.plain.unsure.tolist() == [is_burst] * count


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
