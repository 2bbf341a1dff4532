"""A payload's ids are those of sensors; what is no id is left out."""

import pytest

from isotherm.recalculated import sensors_of


@pytest.mark.parametrize(
    ("payload", "sensor_ids"),
    [
        ("7", {7}),
        ("7,12,7", {7, 12}),
        ("", set()),
        (",7,,x,-3,1.5, 9,\u0663,\u00b2", {7}),
    ],
)
def test_a_payload_holds_ids_of_sensors(payload: str, sensor_ids: set[int]) -> None:
    assert sensors_of(payload) == sensor_ids
