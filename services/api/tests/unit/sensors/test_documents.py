"""Sensors as the API answers them, and as the audit keeps them."""

from datetime import timedelta
from typing import Any

import pytest
from judged_parts import NOW, judged, row

from isotherm.instants import to_ms
from isotherm_api.sensors import documents

HOUR = timedelta(hours=1)


def installation(device: str, since: Any, until: Any) -> Any:
    """Return a row of `queries.load_installations`."""
    return {"device": device, "channel": "temperature", "since": since, "until": until}


def test_details_are_the_sensor_and_what_only_its_page_shows() -> None:
    current = row(place="Cellar", archived_at=NOW, site_archived_at=NOW - HOUR)
    sensor = judged(place="Cellar", archived_at=NOW).sensor
    installations = [installation("new", NOW - HOUR, None), installation("old", None, NOW - HOUR)]
    details = documents.details(current, sensor, installations, "operator", deletable=True)
    swap = to_ms(NOW - HOUR)
    assert details.model_dump(mode="json", by_alias=True) == sensor.model_dump(
        mode="json", by_alias=True
    ) | {
        "installations": [
            {"device": "new", "channel": "temperature", "from": swap, "to": None},
            {"device": "old", "channel": "temperature", "from": None, "to": swap},
        ],
        "role": "operator",
        "site_archived": swap,
        "deletable": True,
        "etag": documents.sensor_etag(current),
    }


def test_a_sensor_of_a_site_that_is_not_archived_may_have_no_installations() -> None:
    details = documents.details(row(), judged().sensor, [], "viewer", deletable=False)
    assert (details.installations, details.site_archived) == ([], None)
    assert not details.deletable


@pytest.mark.parametrize(
    "changes",
    [{"id": 2}, {"name": "Cold"}, {"place": "Cellar"}, {"position": 1}, {"archived_at": NOW}],
    ids=str,
)
def test_the_tag_is_that_of_what_people_set(changes: dict[str, Any]) -> None:
    assert documents.sensor_etag(row() | changes) != documents.sensor_etag(row())


def test_what_a_sensor_measures_leaves_its_tag() -> None:
    measured = row(value=9.0, interval_s=600.0, device="probe", site_archived_at=NOW)
    assert documents.sensor_etag(measured) == documents.sensor_etag(row())


def test_the_second_of_two_edits_is_told_which_sensor_changed() -> None:
    sentence = "Somebody changed s/fridge meanwhile. Read it again."
    assert documents.raced(row(slug="fridge")) == sentence


def test_the_audit_keeps_what_differs_and_a_deleted_sensor_whole() -> None:
    before: Any = row(place="Cellar")
    after: Any = row(place=None, value=9.0) | {"archived_at": NOW}
    assert documents.audited(before, after) == (
        {"place": "Cellar", "archived": None}, {"place": None, "archived": to_ms(NOW)},
    )  # fmt: skip
    assert documents.audited(before, row(place="Cellar", value=9.0)) == (None, None)
    assert documents.audited_whole(before) == {
        "name": "Sensor", "place": "Cellar", "position": None, "archived": None,
    }  # fmt: skip
