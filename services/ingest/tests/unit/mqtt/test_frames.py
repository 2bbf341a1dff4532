"""Frames: the slicer agrees with a byte-by-byte parser on any stream, cut anywhere."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_parser import Found, Publish, parse, publish, varint

from isotherm_ingest.mqtt.frames import PLAIN, MalformedError, slice_frames

HEADS = [PLAIN, PLAIN, PLAIN, 0x30, 0x31, 0x33, 0x3A, 0x3B]
"""QoS 1 and 0, redelivered, retained."""
EDGES = [n + d for n in (0, 127, 16383) for d in range(-16, 17) if n + d >= 0]


@st.composite
def publishes(draw: st.DrawFn) -> bytes:
    head = draw(st.sampled_from(HEADS))
    topic = draw(st.sampled_from([b"", b"a", b"sensors/fridge-1/temperature", b"t" * 300]))
    packet_id = draw(st.binary(min_size=2, max_size=2)) if head & 2 else b""
    payload = draw(st.binary(max_size=20))
    payload += bytes(draw(st.sampled_from([0, *EDGES])))
    return publish(Publish(head, topic, packet_id, payload), draw(st.integers(0, 300)))


OTHERS = st.sampled_from(
    [
        b"\xd0\0",  # PINGRESP
        b"\x90\x05\0\1\0\1\1",  # SUBACK
        b"\x50\x02\0\7",  # PUBREC
        b"\x40\x02\0\7",  # PUBACK
        b"\x20\x09\0\0\6\x21\0\x14\x22\0\x10",  # CONNACK with properties
        b"\xe0\x02\x8e\0",  # DISCONNECT
        b"\x90" + varint(200) + bytes(200),
        b"\xf0\0",
    ]
)
STREAMS = st.lists(publishes() | OTHERS, max_size=12).map(b"".join)


def fed(pieces: Iterator[bytes] | list[bytes], *, traced: bool = False) -> Found:
    parsed = Found()
    for piece in pieces:
        parsed.take(slice_frames(parsed.rest + piece, traced=traced))
    return parsed


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


@given(STREAMS, st.lists(st.integers(0, 100_000), max_size=8), st.integers(0, 30))
def test_any_stream_cut_anywhere_is_sliced_like_the_plain_parser(
    stream: bytes, places: list[int], missing: int
) -> None:
    stream = stream[: max(0, len(stream) - missing)]
    assert fed(cut(stream, places)) == parse(stream)
    assert fed(cut(stream, places), traced=True) == parse(stream)


def test_byte_by_byte() -> None:
    messages = [Publish(h, b"sensors/a/b", b"\1\2" if h & 2 else b"", b"21.4") for h in HEADS]
    stream = b"\xd0\0".join(publish(message, 140) for message in messages)
    parsed = fed([bytes([byte]) for byte in stream])
    assert parsed == Found(messages, [b"\xd0\0"] * (len(HEADS) - 1))


@pytest.mark.parametrize("remaining", [127, 128, 16_383, 16_384, 2_097_151, 2_097_152])
@pytest.mark.parametrize("head", [PLAIN, 0x30, 0x3B])
def test_frames_are_sliced_where_lengths_gain_a_byte(head: int, remaining: int) -> None:
    """Every number of length bytes, cut within the length, around it and at the very end."""
    packet_id = b"\1\2" if head & 2 else b""
    payload = b"p" * (remaining - 2 - len(b"sensors/a/b") - len(packet_id) - 1)
    message = Publish(head, b"sensors/a/b", packet_id, payload)
    stream = publish(message)
    assert stream[1 : 1 + len(varint(remaining))] == varint(remaining)
    for place in (*range(8), len(stream) - 1, len(stream)):
        assert fed([stream[:place], stream[place:] + b"\xd0\0"]) == Found([message], [b"\xd0\0"])


@pytest.mark.parametrize("length", [0, 5, 127, 128, 129, 300])
@pytest.mark.parametrize("head", [PLAIN, 0x30, 0x3B])
def test_properties_of_any_length_are_skipped(head: int, length: int) -> None:
    message = Publish(head, b"sensors/a/b", b"\1\2" if head & 2 else b"", b"21.4")
    assert fed([publish(message, length)]).messages == [message]


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xff\xff\xff\xff",  # a length of five bytes, at once
        b"\xd0\x80\x80\x80\x80\x01",
        b"\x34\x08\0\1a\0\1\0xx",  # QoS 2
        b"\x36\x08\0\1a\0\1\0xx",  # QoS 3
        b"\x32\x00",  # nothing in it
        b"\x32\x01\0",
        b"\x30\x00",
        b"\x32\x02\0\1",
        b"\x32\x04\0\0\0\1",  # no properties
        b"\x30\x02\0\0",
        b"\x32\x05\0\x30\0\1\0",  # the topic ends after it
        b"\x32\x05\xff\xff\0\1\0",
        b"\x30\x05\xff\xff\0\1\0",
        b"\x32\x06\0\1a\0\1\1",  # the properties end after it
        b"\x30\x04\0\1a\1",
        b"\x32\x08\0\1a\0\1\x80\x80\x80",  # their length does
        b"\x30\x06\0\1a\x80\x80\x80",
        b"\x32\x0a\0\1a\0\1\xff\xff\xff\xff\x01",  # it has five bytes
        b"\x30\x08\0\1a\xff\xff\xff\xff\x01",
    ],
)
@pytest.mark.parametrize("after", [b"", b"\xd0\0" * 5])
@pytest.mark.parametrize("before", [b"", publish(Publish(PLAIN, b"a", b"\0\1", b"1"))])
def test_malformed_packets_are_rejected(before: bytes, data: bytes, after: bytes) -> None:
    with pytest.raises(MalformedError):
        slice_frames(before + data + after)


def outcome(of: bytes, sliced: bool) -> Found | None:
    """Return the parsed stream, None if it is malformed."""
    try:
        return fed([of]) if sliced else parse(of)
    except MalformedError:
        return None


LIKELY = st.sampled_from([0x30, 0x31, 0x32, 0x34, 0x3A, 0xD0, 0, 0, 1, 2, 3, 5, 8, 127, 128, 255])


@given(st.binary(max_size=60) | st.lists(LIKELY, max_size=60).map(bytes))
def test_any_bytes_are_found_or_malformed_as_the_plain_parser_says(data: bytes) -> None:
    assert outcome(data, sliced=True) == outcome(data, sliced=False)


@given(STREAMS, st.integers(0), st.binary(max_size=3), st.integers(0, 3))
def test_streams_changed_in_one_place_are_found_or_malformed(
    stream: bytes, place: int, put: bytes, gone: int
) -> None:
    place %= len(stream) + 1
    changed = stream[:place] + put + stream[place + gone :]
    assert outcome(changed, sliced=True) == outcome(changed, sliced=False)
