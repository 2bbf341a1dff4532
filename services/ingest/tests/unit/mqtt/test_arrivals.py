"""Chunks: single messages, splits, joins, sizes and ticks."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, Sent, chunk, content, message, tick

from isotherm.instants import HOUR
from isotherm.names import TICK_TOPIC
from isotherm_ingest.mqtt.arrivals import Chunk, Tick


@st.composite
def messages(draw: st.DrawFn) -> Sent:
    qos = draw(st.integers(0, 1))
    return message(
        draw(st.binary(max_size=8)),
        topic=draw(st.sampled_from(["sensors/a/b", "sensors/\ufffd/b", TICK_TOPIC])),
        packet_id=draw(st.integers(1, 65_535)) if qos else 0,
        qos=qos,
        dup=draw(st.booleans()) and qos == 1,
        retained=draw(st.booleans()),
    )


MESSAGES = st.lists(messages(), min_size=1, max_size=12)


@given(MESSAGES)
def test_each_message_is_found_by_itself(sent: list[Sent]) -> None:
    part = chunk(*sent)
    assert content(part) == [astuple(packet) for packet in sent]
    assert part.unacknowledged == sum(packet.qos for packet in sent)
    assert part.hour == NOW - NOW % HOUR


@given(MESSAGES, st.integers(0, 12))
def test_a_split_chunk_keeps_all_messages_and_ticks(sent: list[Sent], count: int) -> None:
    count = min(count, len(sent))
    whole = chunk(*sent)
    first, rest = whole.split(count)
    assert content(first) + content(rest) == content(whole)
    assert len(first) == count
    assert first.size + rest.size == whole.size
    assert [*first.ticks, *(Tick(t.index + count, t.time) for t in rest.ticks)] == whole.ticks


@given(st.lists(MESSAGES, max_size=4))
def test_joined_chunks_hold_all_messages(sent: list[list[Sent]]) -> None:
    parts = [chunk(*group) for group in sent]
    joined = Chunk.joined(parts)
    assert content(joined) == [fields for part in parts for fields in content(part)]
    if sent:
        whole = chunk(*(packet for messages in sent for packet in messages))
        assert (joined.size, joined.ticks, joined.heads) == (whole.size, whole.ticks, whole.heads)


@pytest.mark.parametrize("payload", [b"", b"soon", b"1.5", b"\xff", b"1" * 17])
def test_an_unreadable_tick_is_still_a_tick(payload: bytes) -> None:
    broken = tick(NOW)
    broken.payload = payload
    part = chunk(message(), broken, tick(NOW))
    assert part.ticks == [Tick(1, None), Tick(2, NOW)]


def test_a_topic_that_is_not_utf_8_gets_replacement_characters() -> None:
    part = chunk(message(topic="sensors/\udcff/b"))
    assert part.topics == [b"sensors/\xff/b"]
    assert part.message(0).topic == "sensors/\ufffd/b"
