"""JSON as devices write it."""

import pytest

from isotherm_ingest.decode.documents import Overflow, parse_document, pieces


def test_bare_words_for_no_value_are_texts() -> None:
    assert parse_document('{"value": -nan, "x": "nan"}') == {"value": "-nan", "x": "nan"}
    assert parse_document('{"x": "a\tb"}') == {"x": "a\tb"}


def test_what_is_wrong_is_said_of_the_text_that_was_sent() -> None:
    with pytest.raises(ValueError, match=r"line 1 column 11 \(char 10\)"):
        parse_document('{"value": nan, "x": y}')


def test_numbers_that_are_too_large() -> None:
    numbers = parse_document("[1e999, " + "9" * 400 + ", 1]")
    assert [isinstance(number, Overflow) for number in numbers] == [True, True, False]


def test_pieces_of_an_array() -> None:
    assert pieces(b'[{"value": 1}, {"value" :2 }]') == [b'{"value": 1}', b'{"value" :2 }']
    assert pieces(b'[{"value": NaN}, 1]\0') == [b'{"value": NaN}', b"1"]
    assert pieces(b'[{"value": nan}, 1]') == [b'{"value": "nan"}', b"1"]
    assert pieces(b'[{"unit": "\xb0C"}]') == ['{"unit": "°C"}'.encode()]
    assert pieces(b'{"value": 1}') is None
    assert pieces(b"[1,") is None
    assert pieces(b"[\xff]") is None
