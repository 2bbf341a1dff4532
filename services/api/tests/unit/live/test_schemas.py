"""The data of live events is as described, although they are put together from bytes."""

import json

import pytest
from described import assert_described
from judged_parts import judged
from pydantic import ValidationError

from isotherm_api.hub.board import Board
from isotherm_api.hub.events import View
from isotherm_api.live.schemas import LatestEvent


@pytest.mark.parametrize("count", [1, 2, 30])
def test_the_data_of_an_event_are_whole_documents_of_sensors(count: int) -> None:
    sensors = [judged(number) for number in range(count)]
    batch = Board().update(sensors, 10)
    assert batch is not None
    event = batch.event(View(None, None))
    assert event is not None
    document = json.loads(event.data)
    assert_described(LatestEvent, document)
    assert document["sensors"] == [entry.sensor.model_dump(mode="json") for entry in sensors]


def test_a_part_of_a_sensor_is_refused() -> None:
    with pytest.raises(ValidationError):
        assert_described(LatestEvent, {"sensors": [{"id": "s/fridge", "state": "above"}]})
