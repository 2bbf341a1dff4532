"""A broker with a greater generation than its database ever gave it tells of a restored backup."""

from datetime import UTC, datetime

import pytest

from isotherm_worker.accounts.state import State

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def ahead(broker: int | None, *, generation: int, noted: int | None, held: bool = False) -> bool:
    state = State(generation, noted, NOW if held else None, False, None, None, NOW)
    return state.is_ahead(broker)


@pytest.mark.parametrize("broker", [None, 5, 7])
def test_what_worker_gave_it_is_not_ahead(broker: int | None) -> None:
    assert not ahead(broker, generation=9, noted=7)


def test_a_database_that_gave_it_less_was_restored() -> None:
    assert ahead(8, generation=7, noted=7)


def test_so_was_one_that_has_changed_since() -> None:
    assert ahead(8, generation=20, noted=7)


def test_so_was_one_that_never_gave_it_any() -> None:
    assert ahead(2, generation=1, noted=None)
    assert not ahead(2, generation=2, noted=None)


def test_a_hold_lasts_however_much_the_database_changes() -> None:
    assert ahead(8, generation=20, noted=8, held=True)
    assert not ahead(8, generation=20, noted=8)


def test_a_hold_ends_with_the_file_that_was_ahead() -> None:
    assert not ahead(7, generation=7, noted=8, held=True)
