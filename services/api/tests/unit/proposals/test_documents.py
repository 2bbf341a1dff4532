"""A proposal built from the rows of its channel."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms
from isotherm_api.proposals.documents import proposal
from isotherm_api.proposals.queries import COUNTED

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


_SHOWN = {"state": "proposed", "dismissed_at": None, "expired_at": None}


def reading(minutes: int, value: float | None = 4.0, quality: int = 0) -> dict[str, Any]:
    """Return the reading of some minutes ago."""
    at = NOW - MINUTE * minutes
    return {"measured_at": at, "received_at": at, "value": value, "quality": quality}


def row(**changes: Any) -> Any:
    """Return a row of `queries.load_page`, with a reading of NOW."""
    names = {"device": "probe", "label": None, "site": None, "channel": "temperature"}
    return {**names, "unit": None, "created_at": NOW, **_SHOWN, **reading(0)} | changes


def build(newest: list[Any], count: tuple[int, datetime] | None = None, **changes: Any) -> Any:
    """Return the document of a channel without rejects."""
    return proposal(row(**changes), newest, count, 0)


@pytest.mark.parametrize(
    ("count", "shown", "capped"),
    [(1, 1, False), (COUNTED, COUNTED, False), (COUNTED + 1, COUNTED, True)],
)
def test_a_count_is_capped(count: int, shown: int, capped: bool) -> None:
    document = build([reading(0)], (count, NOW - MINUTE))
    assert (document["count"], document["count_capped"]) == (shown, capped)
    assert document["first_measured"] == to_ms(NOW - MINUTE)


def test_only_readings_that_count_lead_to_a_guess() -> None:
    suspect = [reading(n, 70.0, 2) for n in range(1, 9)]
    assert build([reading(0, 4.0), *suspect])["unit_guess"].unit == "C"
    assert build(suspect)["unit_guess"] is None
    assert build([reading(0, None, 1)])["unit_guess"] is None


def test_a_unit_that_is_set_is_not_guessed() -> None:
    newest = [reading(n, 70.0) for n in range(3)]
    assert build(newest)["unit_guess"].unit == "F"
    assert build(newest, unit="C")["unit_guess"] is None


def test_samples_are_the_newest_20_but_the_interval_is_that_of_all() -> None:
    newest = [reading(n if n < 20 else 20 + 5 * (n - 20)) for n in range(50)]
    document = build(newest)
    assert [sample["measured"] for sample in document["samples"]] == [
        to_ms(NOW - MINUTE * n) for n in range(20)
    ]
    assert document["interval_s"] == 300.0


def test_the_interval_is_that_of_messages_with_several_readings() -> None:
    newest = [reading(n) for n in range(50)]
    messages = [NOW - 5 * MINUTE * n for n in range(10)]
    assert proposal(row(), newest, None, 0, messages)["interval_s"] == 300.0
    assert proposal(row(), newest, None, 0, messages[:1])["interval_s"] == 60.0
    assert proposal(row(), newest[:2], None, 0, messages[:1])["interval_s"] is None
