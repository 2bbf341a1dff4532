"""Keys without a meaning are learned from messages, and forgotten if they are of no use."""

import msgspec
import pytest

from isotherm_ingest.decode.careful import Typed
from isotherm_ingest.decode.extras import MOST_EXTRAS, Extras
from isotherm_ingest.decode.plain import decode_plain


def test_messages_with_a_learned_key_are_decoded() -> None:
    extras = Extras()
    message = b'{"value": 4.5, "rssi": -61, "model": "DS18B20-04", "unit": "C"}'
    with pytest.raises(msgspec.ValidationError):
        extras.decode(message)
    extras.learn(["rssi", "model"])
    decoded = extras.decode(message)
    assert isinstance(decoded, Typed)
    assert (decoded.value, decoded.unit, decoded.time) == (4.5, "C", None)
    assert extras.decode(b"4.5") == 4.5
    for other in (b'{"value": 4.5, "rssi": [1]}', b'{"value": 4.5, "sample_time": 1}'):
        with pytest.raises(msgspec.ValidationError):
            extras.decode(other)


@pytest.mark.parametrize("bad", [b'{"value": 4.5, "model": "\xff"}', b'{"rssi": 1}'])
def test_a_learned_key_makes_no_bad_message_good(bad: bytes) -> None:
    extras = Extras()
    extras.learn(["rssi", "model"])
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        extras.decode(bad)


def test_no_more_keys_are_known_than_there_is_room_for() -> None:
    extras = Extras()
    first = [f"first{n}" for n in range(MOST_EXTRAS)]
    extras.learn([*first[:10], "x" * 1000])
    extras.learn(first)
    extras.learn(["another"])
    assert extras.names == first
    for _ in range(1_000):
        extras.learn(["another"])
    assert extras.names == ["another"]
    extras.learn([f"many{n}" for n in range(MOST_EXTRAS + 1)])
    assert extras.names == ["another"]


def test_a_key_that_looks_like_a_time_is_never_learned() -> None:
    for _ in range(3):
        elements, others = decode_plain(
            [b'{"value": 1, "hum": 41}', b'{"value": 1, "hum": 41, "sample_time": 5}']
        )
        assert elements[1] is None
        assert others == [1]
