"""Objects: keys by meaning, and agreement with the typed parser on every element."""

import json

import pytest
from hypothesis import given
from json_objects import OBJECTS

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Decoded, Element, Refusal
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.objects import element_of

TOPIC = "sensors/fridge-1/temperature"


@given(OBJECTS)
def test_the_typed_parser_and_the_element_decoder_agree(item: dict[str, object]) -> None:
    """A harmless second element forces the careful parser."""
    text = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
    alone = decode(TOPIC, b"[" + text + b"]")
    beside = decode(TOPIC, b"[" + text + b", 1]")
    if isinstance(alone, Refusal):
        assert alone.reason in (Reason.BAD_ENCODING, Reason.NOT_JSON)
        return
    assert isinstance(alone, Decoded)
    assert isinstance(beside, Decoded)
    assert alone.elements == beside.elements
    assert alone.refusals == beside.refusals[:-1]


AT = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("item", "element"),
    [
        ({"Value": " 70.5 °F "}, Element(70.5, "F")),
        ({"value": "nan °F", "units": "f"}, Element(None, "F")),
        ({"value": 1, "value_": 1.0}, Element(1.0)),
        ({"value": 1, "unit": "C", "Uom": "celsius"}, Element(1.0, "C")),
        ({"value": 1, "unit": None, "units": "K"}, Element(1.0, "K")),
        ({"value": 1, "time": None, "TS": 1767225600}, Element(1.0, None, AT)),
        ({"value": 1, "ts": 1767225600, "time": "2026-01-01 01:00"}, Element(1.0, None, AT)),
        ({"value": 1, "time": "2026-01-01T00:00:00"}, Element(1.0, local=AT)),
        ({"value": 1, "time": "2026-01-01T00:00:00Z", "tz": "CET"}, Element(1.0, None, AT)),
        ({"value": 1, "time": "2026-01-01T00:00:00", "tz": None}, Element(1.0, local=AT)),
        ({"value": 1, "time": "2026-01-01T00:00:00", "tz": ""}, Element(1.0, local=AT)),
        ({"value": 1, "time": 0, "tz": "CET"}, Element(1.0, at=0, unset=True)),
        ({"value": 1, "time": ""}, Element(1.0, unset=True)),
        ({"value": 1, "sample_time": None, "display_unit": None}, Element(1.0)),
        ({"value": 1, "uptime": 77, "humidity_unit": "%", "timezone": "CET"}, Element(1.0)),
        ({"value": 1, "t": 21.4, "u": 3.3, "fahrenheit": 70.5, "metric": "room"}, Element(1.0)),
        ({"value": 1, "updated": True, "seen": "yes", "clock": 16_000_000}, Element(1.0)),
    ],
)
def test_an_object_is_an_element(item: dict[str, object], element: Element) -> None:
    assert element_of(item) == element


@pytest.mark.parametrize(
    ("item", "reason", "detail"),
    [
        ({"temp": 1}, Reason.BAD_SHAPE, 'an element is an object with a "value"'),
        ({"value": 1, "Value": 2}, Reason.BAD_SHAPE, "'value' and 'Value' differ"),
        ({"value": 1, "Unit": "x"}, Reason.BAD_UNIT, "'Unit': '\"x\"' is not C, F or K"),
        (
            {"value": 1, "unit": "C", "units": "F"},
            Reason.BAD_UNIT,
            "'units' says F, but 'unit' says C: send one of them",
        ),
        (
            {"value": "1 F", "unit": "C"},
            Reason.BAD_UNIT,
            "'unit' says C, but the unit behind the number says F: send one of them",
        ),
        (
            {"value": 1, "display_unit": "F"},
            Reason.BAD_UNIT,
            "'display_unit' looks like a unit: send it as \"unit\"",
        ),
        (
            {"value": 1, "isFahrenheit": True},
            Reason.BAD_UNIT,
            "'isFahrenheit' looks like a unit: send it as \"unit\"",
        ),
        ({"value": 1, "u": "°F"}, Reason.BAD_UNIT, "'u' looks like a unit: send it as \"unit\""),
        (
            {"value": 1, "ts": "later"},
            Reason.BAD_TIME,
            "'ts': '\"later\"' is neither RFC 3339 nor Unix time",
        ),
        (
            {"value": 1, "time": 1767225600, "ts": 1767225700},
            Reason.BAD_TIME,
            "'time' and 'ts' differ: send one of them",
        ),
        (
            {"value": 1, "sampleTime": 77},
            Reason.BAD_TIME,
            "'sampleTime' looks like a time: send it as \"time\"",
        ),
        (
            {"value": 1, "t": 1767225600},
            Reason.BAD_TIME,
            "'t' looks like a time: send it as \"time\"",
        ),
        (
            {"value": 1, "time": "2026-01-01T00:00:00", "tz": "CET"},
            Reason.BAD_TIME,
            "'tz' is not used: send the offset in the time, or set the time zone of the device"
            " instead",
        ),
    ],
)
def test_a_refusal_names_the_key_and_the_cure(
    item: dict[str, object], reason: Reason, detail: str
) -> None:
    assert element_of(item, 3) == Refusal(reason, detail, 3)
