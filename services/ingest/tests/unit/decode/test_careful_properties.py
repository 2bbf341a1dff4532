"""Properties of decode: values or a refusal for any bytes, and never an exception."""

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st
from json_objects import OBJECTS

from isotherm_ingest.batch.elements import Cleared, Decoded, Refusal, Status
from isotherm_ingest.decode.careful import decode

TOPIC = "sensors/fridge-1/temperature"


def check_outcome(outcome: object) -> None:
    """Assert what holds for every outcome, whatever the input."""
    if isinstance(outcome, Refusal):
        assert outcome.detail.isprintable()
        return
    if isinstance(outcome, Status | Cleared):
        return
    assert isinstance(outcome, Decoded)
    assert outcome.offered == len(outcome.elements) + len(outcome.refusals) > 0
    for element in outcome.elements:
        assert element.value is None or math.isfinite(element.value)
        assert element.unit in (None, "C", "F", "K")
        assert element.at is None or element.local is None
        assert element.local is None or not element.unset
        for instant in (element.at, element.local):
            assert instant is None or instant % 1000 == 0


@given(st.text(), st.binary(max_size=200))
def test_arbitrary_bytes_never_raise(topic: str, payload: bytes) -> None:
    check_outcome(decode(topic, payload))
    check_outcome(decode(TOPIC, payload))
    check_outcome(decode("sensors/a/status", payload))


PAYLOADS = st.one_of(OBJECTS, st.lists(OBJECTS, max_size=4), st.floats()).map(
    lambda document: json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
)


@given(PAYLOADS)
def test_valid_json_never_raises(payload: bytes) -> None:
    check_outcome(decode(TOPIC, payload))


@settings(max_examples=300)
@given(PAYLOADS, st.integers(0), st.binary(max_size=3), st.integers(0, 3))
def test_payloads_changed_in_one_place_never_raise(
    payload: bytes, place: int, put: bytes, cut: int
) -> None:
    place %= len(payload)
    check_outcome(decode(TOPIC, payload[:place] + put + payload[place + cut :]))
