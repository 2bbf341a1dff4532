"""Decode: every payload form, and nothing but values or a refusal from any bytes."""

import pytest

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import (
    MAX_BYTES,
    MAX_ELEMENTS,
    Cleared,
    Decoded,
    Element,
    Refusal,
    Status,
)
from isotherm_ingest.decode.careful import decode

TOPIC = "sensors/fridge-1/temperature"
AT = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


def elements(payload: str | bytes) -> list[Element]:
    raw = payload.encode() if isinstance(payload, str) else payload
    outcome = decode(TOPIC, raw)
    assert isinstance(outcome, Decoded), outcome
    assert not outcome.refusals
    assert outcome.offered == len(outcome.elements)
    return outcome.elements


def refusal(payload: str | bytes) -> Refusal:
    """Return the refusal of the message, or of its only element."""
    raw = payload.encode() if isinstance(payload, str) else payload
    outcome = decode(TOPIC, raw)
    if isinstance(outcome, Decoded):
        assert not outcome.elements
        assert outcome.offered == len(outcome.refusals) == 1
        return outcome.refusals[0]
    assert isinstance(outcome, Refusal), outcome
    return outcome


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        ("21.4", 21.4),
        ("-3", -3.0),
        (" 21.40\r\n", 21.4),
        ("+21.4", 21.4),
        (".5", 0.5),
        ("5.", 5.0),
        ("2.14e1", 21.4),
        ("007", 7.0),
        ("\ufeff21.4", 21.4),
    ],
)
def test_bare_number(payload: str, value: float) -> None:
    assert elements(payload) == [Element(value)]


@pytest.mark.parametrize(
    "payload",
    [
        *("NaN", "nan", "Infinity", "-Infinity", "-inf", "null", "unavailable", "UNKNOWN"),
        *('"unknown"', '{"value": null}', '{"value": NaN}', '{"value": -Infinity}'),
        *('{"value": "unavailable"}', '{"value": "NaN"}', '{"value": -nan(ind)}', '{"value": }'),
        *('""', " ", "\0", "N/A", "1.#QNAN", '{"value": nan, "humidity": nan, "x": "nan}"}'),
    ],
)
def test_words_for_no_value_are_faults(payload: str) -> None:
    assert elements(payload) == [Element(None)]


def test_object_with_unit_and_time() -> None:
    outcome = elements('{"value": 70, "unit": "F", "time": "2026-01-01T00:00:00Z", "battery": 3}')
    assert outcome == [Element(70.0, "F", AT)]


def test_null_unit_and_time_are_absent() -> None:
    assert elements('{"value": 1, "unit": null, "time": null}') == [Element(1.0)]


def test_time_without_offset_is_local() -> None:
    assert elements('{"value": 1, "time": "2026-01-01 00:00:00"}') == [Element(1.0, None, None, AT)]


def test_elements_of_an_array_keep_their_index() -> None:
    outcome = elements('[{"value": 1, "time": 1767225600}, {"value": 2, "time": 1767225600000}]')
    assert outcome == [Element(1.0, None, AT, None, 0), Element(2.0, None, AT, None, 1)]


def test_a_bad_element_affects_no_other() -> None:
    outcome = decode(TOPIC, b'[{"value": 1}, {"value": "x"}, 3, {"value": 4, "unit": "R"}]')
    assert isinstance(outcome, Decoded)
    assert outcome.elements == [Element(1.0, index=0)]
    assert [(bad.reason, bad.index) for bad in outcome.refusals] == [
        (Reason.NOT_A_NUMBER, 1),
        (Reason.BAD_SHAPE, 2),
        (Reason.BAD_UNIT, 3),
    ]
    assert outcome.offered == 4


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("21,4", Reason.NOT_A_NUMBER),
        ("hot", Reason.NOT_A_NUMBER),
        ("true", Reason.NOT_A_NUMBER),
        ("0x10", Reason.NOT_A_NUMBER),
        ("1_000", Reason.NOT_A_NUMBER),
        ("\uff11\uff12", Reason.NOT_A_NUMBER),
        ("1e999", Reason.NOT_A_NUMBER),
        ("9" * 5000, Reason.NOT_A_NUMBER),
        ('{"value": 1e999}', Reason.NOT_A_NUMBER),
        ('{"value": ' + "9" * 5000 + "}", Reason.NOT_A_NUMBER),
        ('{"value": "1,234"}', Reason.NOT_A_NUMBER),
        ('"21.4', Reason.NOT_A_NUMBER),
        ('"{}"', Reason.NOT_A_NUMBER),
        ('{"value": true}', Reason.NOT_A_NUMBER),
        ('{"value": {"a": 1}}', Reason.NOT_A_NUMBER),
        ('{"value": "\\ud800"}', Reason.NOT_A_NUMBER),
        ('{"temperature": 1}', Reason.BAD_SHAPE),
        ("{}", Reason.BAD_SHAPE),
        ("[]", Reason.BAD_SHAPE),
        ("[21.4]", Reason.BAD_SHAPE),
        ('{"value": 1, "unit": "X"}', Reason.BAD_UNIT),
        ('{"value": 1, "unit": 5}', Reason.BAD_UNIT),
        ('{"value": 1, "time": "yesterday"}', Reason.BAD_TIME),
        ('{"value": 1, "time": "2026-02-30T00:00:00Z"}', Reason.BAD_TIME),
        ('{"value": 1, "time": 1e300}', Reason.BAD_TIME),
        ('{"value": 1, "time": true}', Reason.BAD_TIME),
        ('{"value": 1, "time": ' + "9" * 400 + "}", Reason.BAD_TIME),
        ('[{"value": 1, "time": ' + "9" * 5000 + "}]", Reason.BAD_TIME),
        ('{"value": 1, "time": {}}', Reason.BAD_TIME),
        ('{"value": 1, "Value": 2}', Reason.BAD_SHAPE),
        ('{"value": 1', Reason.NOT_JSON),
        ('{"value": warm}', Reason.NOT_JSON),
        ('{"value": 01}', Reason.NOT_JSON),
        ('{"value": 1} x', Reason.NOT_JSON),
        ("[" * 100_000, Reason.NOT_JSON),
        ('{"value": 1, "x": ' + "[" * 100_000 + "]" * 100_000 + "}", Reason.NOT_JSON),
        (b"\xff\xfe2\x001\x00", Reason.BAD_ENCODING),
        (b'{"value": 1, "x": "\xff"}', Reason.BAD_ENCODING),
    ],
)
def test_refusals_name_the_reason(payload: str | bytes, reason: Reason) -> None:
    outcome = refusal(payload)
    assert outcome.reason is reason
    assert outcome.detail.isprintable()
    assert len(outcome.detail) < 250


def test_if_a_key_is_repeated_the_last_value_wins() -> None:
    assert elements('{"value": 1, "value": 2}') == [Element(2.0)]
    assert elements('{"value": NaN, "value": 2}') == [Element(2.0)]


def test_payloads_over_a_limit_are_too_large() -> None:
    assert refusal(b" " * (MAX_BYTES + 1)).reason is Reason.TOO_LARGE
    most = "[" + ",".join(['{"value":1}'] * MAX_ELEMENTS) + "]"
    assert len(elements(most)) == MAX_ELEMENTS
    assert refusal(most[:-1] + ',{"value":1}]').reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "topic",
    [
        *("sensors/fridge-1", "sensors/a/b/c", "sensors//b", "other/a/b", "sensors/a b/c", ""),
        *("sensors/\u00e4/temperature", "sensors/" + "a" * 65 + "/b", "sensors/a/b\n"),
        *("sensors/a/.", "sensors/a/..", "sensors/./b", "sensors/../b"),
    ],
)
def test_unexpected_topics_are_refused(topic: str) -> None:
    outcome = decode(topic, b"21.4")
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.BAD_TOPIC


def test_a_refused_topic_is_explained() -> None:
    long = "sensors/a/" + "é" * 30_000
    for topic, why in (
        ("sensors/a/b/c", "'sensors/a/b/c' is not sensors/<device>/<channel>"),
        ("sensors/a/..", "'..' is not a name: names are 1 to 64 of a-z A-Z 0-9 . _ -, not . or .."),
        (long, "60010 bytes are more than the 137 of the longest topic"),
    ):
        outcome = decode(topic, b"21.4")
        assert isinstance(outcome, Refusal)
        assert outcome.detail == why


@pytest.mark.parametrize("topic", [TOPIC, "sensors/a/status", "sensors/a", "elsewhere", ""])
def test_zero_bytes_are_ignored_on_every_topic(topic: str) -> None:
    assert decode(topic, b"") == Cleared()


def test_status_is_reserved() -> None:
    assert decode("sensors/a/status", b"online") == Status("a", online=True)
    assert decode("sensors/a/status", b"Offline\n") == Status("a", online=False)
    assert decode("sensors/a/status", b'"ONLINE"\0') == Status("a", online=True)
    outcome = decode("sensors/a/status", b"21.4")
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.BAD_SHAPE
