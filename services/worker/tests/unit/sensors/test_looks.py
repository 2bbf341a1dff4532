"""Looks in vain are repeated after half an hour."""

from datetime import UTC, datetime

from isotherm_worker.sensors.looks import REST, Looks

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_a_look_in_vain_is_repeated_after_half_an_hour() -> None:
    looks = Looks()
    assert looks.begin(1, "doubt", NOW)
    assert not looks.begin(1, "doubt", NOW + REST / 2)
    assert looks.begin(2, "doubt", NOW)
    assert looks.begin(1, "sample", NOW)
    assert looks.begin(1, "doubt", NOW + REST)


def test_after_something_was_learned_a_sensor_may_be_looked_at_again() -> None:
    looks = Looks()
    looks.begin(1, "doubt", NOW)
    looks.paid(1)
    assert looks.begin(1, "doubt", NOW)
