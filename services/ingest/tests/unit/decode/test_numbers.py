"""Numbers in text, with a unit behind them."""

import math

import pytest

from isotherm_ingest.decode.numbers import Measure, measure_of


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("21.4", Measure(21.4)),
        (" -3\0", Measure(-3.0)),
        ("+.5", Measure(0.5)),
        ("5.", Measure(5.0)),
        ("2.14E1", Measure(21.4)),
        ("\u221218.5", Measure(-18.5)),
        ("21.4C", Measure(21.4, "C")),
        ("21.4 °C", Measure(21.4, "C")),
        ("70.5\u00a0℉", Measure(70.5, "F")),
        ("2e1 K", Measure(20.0, "K")),
        ("nan °C", Measure(None, "C")),
        ("nanC", Measure(None, "C")),
        ("-nan(ind)°F", Measure(None, "F")),
        ("-- deg C", Measure(None, "C")),
        ("N/A", Measure(None)),
        ("1.#QNAN", Measure(None)),
        ("", Measure(None)),
    ],
)
def test_a_measure(text: str, measure: Measure) -> None:
    assert measure_of(text) == measure


@pytest.mark.parametrize(
    "text",
    [
        *("21,4", "1,234", "1,234 C", "0x15", "0x1F", "1_000", "21.4 21.5", "21.4 21.5 C"),
        *("1 234", "1'234", "\u0661", "21.4 mK", "21.4 %", "°C", "C", "warm", "- 5", "--5"),
        *("1e", "1.2.3", "e5"),
    ],
)
def test_neither_a_number_nor_a_fault(text: str) -> None:
    assert measure_of(text) is None


def test_long_texts_take_no_time_by_the_square() -> None:
    for text in ("9" * 10**6 + "x", "x" * 10**6, "nan " * 10**5, "1" + " " * 10**6 + "x"):
        assert measure_of(text) is None
    assert measure_of("-" * 10**6) is None


def test_a_number_too_large_is_infinite() -> None:
    measure = measure_of("1e999 C")
    assert measure is not None
    assert measure.value == math.inf
