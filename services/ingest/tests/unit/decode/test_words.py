"""Words for no value, and the text of a payload."""

import json

import pytest

from isotherm_ingest.decode.words import is_fault_word, text_of, with_words_quoted


@pytest.mark.parametrize(
    "word",
    [
        *("nan", "-nan", "+NaN", "nan(ind)", "-nan(ind)", "NAN(snan)", "inf", "-Infinity"),
        *("1.#QNAN", "-1.#IND", "1.#INF00", "null", "NULL", "None", "nil", "n/a", "N/A", "NA"),
        *("ERROR!", "error: -4", "err_crc", "Err 5", "sensor error", "dht: failed", "read failure"),
        *("error", "ERR", "fault", "invalid", "No Data", "unavailable", "unknown", "undefined"),
        *("", " ", "\0", "-", "--", "-----", "\u2014", " n/a\0", "ovf"),
    ],
)
def test_words_for_no_value(word: str) -> None:
    assert is_fault_word(word)


@pytest.mark.parametrize(
    "word",
    [
        *("warm", "nano", "-n", "21.4", "true", "off", "online", "- 5", "1.#", "nan nan"),
        *("errand", "terror", "no errors", "no error", "no_error"),
    ],
)
def test_other_words(word: str) -> None:
    assert not is_fault_word(word)
    assert not is_fault_word(word * 10**6)


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"21.4\0\0", "21.4"),
        (b"\xef\xbb\xbf 21.4\r\n", "21.4"),
        (b"\0\xef\xbb\xbf\t{}", "{}"),
        (b"21.4 \xb0C", "21.4 °C"),
        (b"21.4 \xba C", "21.4 ° C"),
        ("21.4 °C".encode(), "21.4 °C"),
        ('{"ort": "Küche", "unit": "°C"}'.encode(), '{"ort": "Küche", "unit": "°C"}'),
    ],
)
def test_the_text_of_a_payload(payload: bytes, text: str) -> None:
    assert text_of(payload) == text


@pytest.mark.parametrize(
    "payload",
    [b"21.4 \xb0", b"\xb0X", b"\xffC", '"Küche \xb0C"'.encode("latin-1"), b"\xc3\xb0C\xff"],
)
def test_other_encodings_raise(payload: bytes) -> None:
    with pytest.raises(UnicodeDecodeError) as raised:
        text_of(payload)
    assert raised.value.object == payload


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ('{"value": nan}', {"value": "nan"}),
        ('{"value":-nan(ind),"unit":"C"}', {"value": "-nan(ind)", "unit": "C"}),
        ('[{"value": 1.#QNAN}, {"value": 1}]', [{"value": "1.#QNAN"}, {"value": 1}]),
        ('{"value": --, "x": "nan, \\"nan"}', {"value": "--", "x": 'nan, "nan'}),
        ('{"value": None, "x": null}', {"value": "None", "x": None}),
        ('{"value": , "time":}', {"value": "", "time": ""}),
        ('{"value": 1, "x": N/A}', {"value": 1, "x": "N/A"}),
        (
            '{"value": +21.4, "x": [.5, -5., 1e2, 2.0C]}',
            {"value": "+21.4", "x": [".5", "-5.", 100.0, "2.0C"]},
        ),
    ],
)
def test_bare_words_are_put_into_quotes(text: str, document: object) -> None:
    assert json.loads(with_words_quoted(text)) == document


@pytest.mark.parametrize(
    "text",
    [
        *('{"x": "nan"}', '{"a": ": , nan"}', "{nan: 1}", "{NaN}", '{"value": warm}', '"nan'),
        *('"\\', '"nan\\"', '{"value": 01}', '{"value": 0x15}', '{"value": 21,4}', "[1_0]"),
    ],
)
def test_all_else_stays(text: str) -> None:
    assert with_words_quoted(text) == text


def test_a_text_that_never_ends_takes_no_time_by_the_square() -> None:
    text = '{"value": nan, "x": ' + '\\"' * 200_000
    assert with_words_quoted(text).startswith('{"value": "nan"')
