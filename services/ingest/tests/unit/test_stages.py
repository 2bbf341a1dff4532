"""Stages: the plain way and the careful way give the same readings, whatever the messages are."""

from typing import Any

import pytest
from both_ways import KNOWN, OTHERS, registry, run, story
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND, chunk, message, one_by_one
from payloads import AROUND, PAYLOADS, often

from isotherm.names import TICK_TOPIC
from isotherm_ingest.batch.elements import MAX_BYTES
from isotherm_ingest.batch.untimed import RecentUntimed, pair
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.stages import Stages


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    """A message without its packet id and time of receipt."""
    topic = draw(st.sampled_from(KNOWN * 4 + OTHERS))
    before, after = draw(AROUND)
    qos = draw(st.sampled_from([1, 1, 1, 0]))
    return {
        "topic": topic,
        "payload": before + draw(PAYLOADS) + after,
        "qos": qos,
        "dup": qos == 1 and draw(st.sampled_from([False, False, True])),
        "retained": draw(st.sampled_from([False, False, False, True])),
    }


TICKS = st.sampled_from([-9, -2, 0]).map(
    lambda late: {"topic": TICK_TOPIC, "payload": b"%d" % ((NOW + late * SECOND) // 1000)}
)


READ = st.lists(often({messages(): 6, TICKS: 1}), min_size=1, max_size=8)


READS = st.lists(READ, min_size=1, max_size=3)


@settings(max_examples=300)
@given(
    READS, st.sampled_from([None, NOW - 60 * SECOND]), st.booleans(), st.booleans(),
    st.sampled_from([None, NOW - 1_500_000]), st.integers(0, 3),
)  # fmt: skip
def test_the_plain_and_the_careful_way_give_the_same_result(
    reads: list[list[dict[str, Any]]], horizon: int | None, present: bool, saturated: bool,
    tick: int | None, stored: int,
) -> None:  # fmt: skip
    packet_id, chunks, received = 0, [], dict[int, int]()
    pairs = []
    for number, read in enumerate(reads):
        messages_read = []
        for fields in read:
            packet_id += 1
            at = {"received_at": NOW + number * 1_700_000}
            messages_read.append(
                message(**{**at, **fields}, packet_id=packet_id * fields.get("qos", 1))
            )
        part = chunk(*messages_read)
        chunks.append(part)
        received[part.hour] = received.get(part.hour, 0) + len(part) - len(part.ticks)
        columns = zip(part.packet_ids, part.topics, part.payloads, strict=True)
        pairs += [pair(*packet) for packet in columns if packet[0]]
    both = []
    for stages in (Stages(), Stages(decode_plain=one_by_one)):
        clock, window = TickClock(), RecentUntimed(1000)
        clock.opened(present, tick)
        window.load(pairs[: stored * 2 : 2])
        arrivals = Arrivals(chunks, dict(received))
        placed = run(stages, arrivals, registry(horizon), clock, window, saturated)
        both.append(story(placed))
    plain, careful = both
    assert plain == careful


@pytest.mark.parametrize(
    "values",
    [
        *(["21", "85"], ["85", "21"], ["21", "22"], ["null", "21"], ["21", "null"]),
        *(["85", "null"], ["null", "85"], ["1", "85", "2", "null", "85", "1"]),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_the_first_reading_of_a_key_is_kept_on_either_way(
    values: list[str], together: bool
) -> None:
    sent = [message(f'{{"value":{value},"time":{NOW // SECOND}}}', topic=KNOWN[0], packet_id=n)
            for n, value in enumerate(values, 1)]  # fmt: skip
    parts = [chunk(*sent)] if together else [chunk(packet) for packet in sent]
    arrivals = Arrivals(parts, {parts[0].hour: len(sent)})
    placed = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert not placed.columns
    assert [row.message.packet_id for row in (*placed.rows, *placed.followers)] == [
        packet.packet_id for packet in sent
    ]


@pytest.mark.parametrize("size", [MAX_BYTES - 8, MAX_BYTES, MAX_BYTES + 1])
def test_too_large_is_refused_by_both(size: int) -> None:
    payload = b'{"value":1,"x":"%s"}' % (b"x" * (size - 18))
    assert len(payload) == size
    part = chunk(message(payload, topic=KNOWN[0]), message("1", topic=KNOWN[0], packet_id=2))
    stories = []
    for stages in (Stages(), Stages(decode_plain=one_by_one)):
        arrivals = Arrivals([part], {part.hour: 2})
        stories.append(story(run(stages, arrivals, registry(), TickClock(), RecentUntimed(10))))
    assert stories[0] == stories[1]
    assert len(stories[0]["refused"]) == (size > MAX_BYTES)
