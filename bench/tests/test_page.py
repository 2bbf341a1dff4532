"""The figures on the page: failures are marked, and the rest of the page stays."""

import pytest

from bench import trials
from bench.claims import claims
from bench.page import END, INGEST, PAGE, SERIES, begin, figures, with_figures
from bench.report import result_of
from bench.throughput import BYTES, RATE

ABOUT = {
    "measured": "2026-11-23 21:00 UTC",
    "machine": {
        "cores": 2,
        "processor": "a processor",
        "memory_gb": 8.0,
        "system": "Linux",
        "load_before": 0.1,
    },
    "versions": {"python": "3.11.2", "mosquitto": "2.0.11"},
    "size": {"rounds": 3, "messages": 300_000},
    "failures": ["round 2, tutorial: it ended"],
}


def test_figures_show_claims_that_hold_claims_that_do_not_and_failures() -> None:
    samples = {trials.TIMED: {RATE: [75_000.0], BYTES: [99.0]}, trials.SUB: {RATE: [75_000.0]}}
    text = figures(result_of(samples, claims(samples), ABOUT))
    assert "against mosquitto_sub storing nothing | 1 | ≥ 1.1 | **no** |" in text
    assert "bytes a reading, heap and key, 300 a channel and day | 99 | ≤ 105 | yes |" in text
    assert "against the tutorials' loop | not measured | ≥ 20 | **no** |" in text
    assert "| `isotherm` | 75,000 a second · 99 bytes a reading |" in text
    assert "round 2, tutorial: it ended" in text
    assert "python 3.11.2 · mosquitto 2.0.11" in text


def test_new_figures_leave_the_rest_of_the_page_unchanged() -> None:
    page = f"before\n\n{begin(INGEST)}\n\nold\n\n{END}\n\nafter\n"
    assert (
        with_figures(page, "new", INGEST) == f"before\n\n{begin(INGEST)}\n\nnew\n\n{END}\n\nafter\n"
    )


@pytest.mark.parametrize("benchmark", [INGEST, SERIES])
def test_the_page_has_marks_around_the_figures(benchmark: str) -> None:
    assert "new" in with_figures(PAGE.read_text(), "new", benchmark)
    with pytest.raises(ValueError, match="no place"):
        with_figures("nothing", "new", benchmark)
