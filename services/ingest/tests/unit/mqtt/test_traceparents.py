"""The traces of devices, from the user properties of their messages."""

import pytest
from plain_parser import varint

from isotherm.process.tracing import Remote
from isotherm_ingest.mqtt.frames import PLAIN, MalformedError, slice_frames
from isotherm_ingest.mqtt.traceparents import LINKS, LOOKS, distinct, read_traceparent

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
VALUE = f"00-{TRACE}-{SPAN}-01"
REMOTE = Remote(TRACE, SPAN, True)


def string(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return len(raw).to_bytes(2) + raw


def user(name: str | bytes, value: str | bytes) -> bytes:
    return b"\x26" + string(name) + string(value)


def traceparent(number: int, flags: str = "01") -> bytes:
    return user("traceparent", f"00-{TRACE}-{number:016x}-{flags}")


def packet(properties: bytes, head: int = PLAIN, payload: bytes = b"21.4") -> bytes:
    packet_id = b"\0\7" if head & 2 else b""
    body = string("sensors/fridge-1/t") + packet_id + varint(len(properties)) + properties + payload
    return bytes([head]) + varint(len(body)) + body


def traces(*packets: bytes) -> dict[int, Remote]:
    return slice_frames(b"".join(packets), traced=True).traces


@pytest.mark.parametrize("head", [PLAIN, 0x30, 0x33, 0x3A])
@pytest.mark.parametrize(
    "properties",
    [
        user("traceparent", VALUE),
        user("battery", "87") + user("traceparent", VALUE) + user("tracestate", "a=b"),
        b"\x01\x01" + b"\x02\0\0\0\x09" + user("traceparent", VALUE),
        b"\x03" + string("application/json") + user("traceparent", VALUE) + b"\x09" + string("x"),
        b"\x0b\x80\x01" + b"\x23\0\1" + user("traceparent", VALUE),
        user("note", "x" * 200) + user("traceparent", VALUE),
    ],
)
def test_the_trace_of_a_message_is_found_among_its_properties(head: int, properties: bytes) -> None:
    other = packet(b"", head)
    assert traces(other, packet(properties, head), other) == {1: REMOTE}


@pytest.mark.parametrize(
    "properties",
    [
        b"",
        user("battery", "87"),
        user("Traceparent", VALUE),
        user("traceparent", VALUE) * 2,
        user("traceparent", VALUE) + user("traceparent", "other"),
        user("traceparent", VALUE.upper()),
        user("traceparent", f"ff-{TRACE}-{SPAN}-01"),
        user("traceparent", f"00-{'0' * 32}-{SPAN}-01"),
        user("traceparent", f"00-{TRACE}-{'0' * 16}-01"),
        user("traceparent", f"00-{TRACE}-{SPAN}-00"),
        user("traceparent", VALUE + "x" * 30_000),
        user("traceparent", ""),
        user("traceparent", b"\xff" * 55),
        user("traceparent", VALUE)[:-1],
        user("traceparent", VALUE) + b"\x26\xff",
        user("traceparent", VALUE) + b"\x02\0",
        user("traceparent", VALUE) + b"\x7f",
        user("traceparent", VALUE) + b"\x0b\xff",
        user("note", user("traceparent", VALUE)),
        b"\x09" + string(user("traceparent", VALUE)),
        user(VALUE, "traceparent"),
    ],
)
def test_what_is_no_valid_trace_is_ignored_and_refuses_nothing(properties: bytes) -> None:
    frames = slice_frames(packet(properties) + packet(b""), traced=True)
    assert frames.traces == {}
    assert frames.payloads == [b"21.4", b"21.4"]


def test_a_payload_is_no_property() -> None:
    assert traces(packet(b"", payload=user("traceparent", VALUE))) == {}
    assert traces(packet(user("a", "b"), payload=user("traceparent", VALUE))) == {}


def test_nothing_is_looked_for_while_tracing_is_off() -> None:
    assert slice_frames(packet(user("traceparent", VALUE))).traces == {}


def test_each_trace_is_found_once_and_only_so_many() -> None:
    several = [packet(traceparent(n // 2 + 1)) for n in range(4 * LINKS)]
    remotes = traces(*several)
    assert list(remotes) == [2 * n for n in range(LINKS)]
    assert [int(remote.span_id, 16) for remote in remotes.values()] == list(range(1, LINKS + 1))
    assert distinct([*remotes.values(), *remotes.values(), REMOTE]) == list(remotes.values())


def test_a_read_stops_looking_at_messages_without_a_trace_to_link_to() -> None:
    unsampled = [packet(traceparent(n + 1, "00")) for n in range(LOOKS)]
    assert traces(*unsampled[1:], packet(user("traceparent", VALUE))) == {LOOKS - 1: REMOTE}
    assert traces(*unsampled, packet(user("traceparent", VALUE))) == {}


def test_properties_that_end_after_their_message_are_malformed_as_ever() -> None:
    whole = packet(user("traceparent", VALUE), payload=b"")
    with pytest.raises(MalformedError):
        slice_frames(whole[:1] + varint(len(whole) - 3) + whole[2:-1], traced=True)


def test_read_traceparent_takes_the_length_before_the_properties() -> None:
    properties = user("traceparent", VALUE)
    assert read_traceparent(varint(len(properties)) + properties) == VALUE.encode()
