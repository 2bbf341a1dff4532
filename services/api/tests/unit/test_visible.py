"""The sensors that a caller may see."""

from typing import Any

import pytest
from client_parts import access

from isotherm_api.access import Role
from isotherm_api.problem import Invalid, NotFound
from isotherm_api.visible import Reference, seen, sensors_of

FRIDGE, ROOM = Reference("a", "fridge"), Reference("b", "room")


def row(sensor_id: int, site_id: int, reference: Reference) -> Any:
    """Return a row as the statement of `sensors_of` answers."""
    return {
        "id": sensor_id,
        "site_id": site_id,
        "site": reference.site,
        "sensor": reference.sensor,
        "time_zone": "UTC",
        "interval_s": None,
        "archived": False,
    }


def test_sensors_come_in_the_order_asked_without_duplicates() -> None:
    rows = [row(1, 1, FRIDGE), row(2, 2, ROOM)]
    visible = seen(rows, access(), [ROOM, FRIDGE, ROOM])
    assert [sensor.id for sensor in visible] == [2, 1]


def test_a_hidden_sensor_and_a_missing_one_have_the_same_words() -> None:
    details = []
    for rows in ([row(1, 1, FRIDGE)], []):
        with pytest.raises(NotFound) as missing:
            seen(rows, access(False, site2=Role.VIEWER), [FRIDGE])
        details.append(missing.value.detail)
    assert details[0] == details[1]


def test_one_sensor_has_a_statement_of_its_own() -> None:
    assert sensors_of([FRIDGE])[1:] == ("a", "fridge")
    assert sensors_of([FRIDGE, ROOM])[1:] == (["a", "b"], ["fridge", "room"])


@pytest.mark.parametrize("text", ["", "a", "a/", "/b", "a/b/c", "A/b", "a/\x00"])
def test_a_text_that_is_no_reference_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        Reference.parse(text)
