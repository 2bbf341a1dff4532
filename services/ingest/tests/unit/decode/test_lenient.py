"""The lenient decoder agrees with the typed parser on every element."""

import json

from hypothesis import given
from json_objects import OBJECTS

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Decoded, Refusal
from isotherm_ingest.decode.careful import decode

TOPIC = "sensors/fridge-1/temperature"


@given(OBJECTS)
def test_the_typed_and_the_lenient_parser_agree(item: dict[str, object]) -> None:
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
