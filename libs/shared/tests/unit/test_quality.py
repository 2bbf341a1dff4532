"""Quality bits decide which readings count."""

import pytest

from isotherm.quality import Quality, counts


@pytest.mark.parametrize(
    ("quality", "counted"),
    [
        (Quality.NONE, True),
        (Quality.CLOCK_AHEAD, True),
        (Quality.CLOCK_UNSET, True),
        (Quality.FAULT, False),
        (Quality.SUSPECT, False),
        (Quality.SET_ASIDE, False),
        (Quality.TIME_UNSURE | Quality.CLOCK_AHEAD, False),
    ],
)
def test_faults_suspects_unsure_times_and_set_aside_readings_do_not_count(
    quality: Quality, counted: bool
) -> None:
    assert counts(quality) is counted
