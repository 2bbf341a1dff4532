"""Answers are printed with what a panel would show: the newest values, and breaks of lines."""

import pytest

from isotherm_dashboards.answers import describe, lines
from isotherm_dashboards.ask import Answer, Series


def _answer(*series: Series, error: str | None = None) -> Answer:
    return Answer("Board", "Does it work?", "up", series, error)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (_answer(), "no data"),
        (_answer(Series("up", ["1"])), "up 1"),
        (_answer(Series("up", ["1", "0.12345"])), "up 0.1235 of 2"),
        (_answer(Series("mean", [5.0, None, 6.0, None])), "mean 6 of 4 with 2 breaks"),
        (_answer(Series("is", ["on"]), Series("low", [None])), "is on, low none with 1 breaks"),
        (_answer(error="PostgresError: no\nmore"), "REFUSED PostgresError: no"),
        (
            _answer(*(Series(f"s{number}", [number]) for number in range(10))),
            "s0 0, s1 1, s2 2, s3 3, s4 4, s5 5, s6 6, s7 7, and 2 more",
        ),
    ],
)  # fmt: skip
def test_an_answer_in_a_line(answer: Answer, line: str) -> None:
    assert describe(answer) == line


def test_each_dashboard_has_a_heading() -> None:
    other = Answer("Other", "And this?", "up")

    assert list(lines([_answer(), _answer(), other])) == [
        "## Board",
        "Does it work?  no data",
        "Does it work?  no data",
        "## Other",
        "And this?  no data",
    ]
