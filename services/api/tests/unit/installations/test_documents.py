"""Installations as the API answers them, and as the audit keeps them."""

from datetime import UTC, datetime
from typing import Any

from isotherm.instants import to_ms
from isotherm_api.installations import documents

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(**changes: Any) -> Any:
    """Return a row of `queries`: an installation that began NOW and continues."""
    return {
        "id": 7,
        "site": "s",
        "sensor": "fridge",
        "device": "probe",
        "channel": "temperature",
        "start": NOW,
        "until": None,
    } | changes


def test_a_missing_end_is_null() -> None:
    document = documents.installation(row()).model_dump(by_alias=True, exclude={"etag"})
    assert document == {
        "id": 7,
        "sensor": "s/fridge",
        "device": "probe",
        "channel": "temperature",
        "from": to_ms(NOW),
        "to": None,
    }
    ended = documents.installation(row(start=None, until=NOW))
    assert (ended.from_, ended.to) == (None, to_ms(NOW))


def test_the_tag_changes_with_either_end_but_not_with_a_name() -> None:
    tag = documents.installation(row()).etag
    assert documents.installation_etag(row(sensor="renamed", device="other")) == tag
    for changed in (row(start=None), row(until=NOW), row(id=8), row(start=None, until=NOW)):
        assert documents.installation_etag(changed) != tag


def test_the_second_of_two_edits_is_told_the_span() -> None:
    assert documents.raced(row()) == "Somebody changed it to 2026-11-23 12:00 UTC meanwhile."
    ended = documents.raced(row(start=None, until=NOW))
    assert ended == "Somebody changed it to always until 2026-11-23 12:00 UTC meanwhile."


def test_the_audit_names_sensor_and_channel_and_keeps_the_span() -> None:
    assert documents.target(row()) == "s/fridge: probe/temperature"
    assert documents.audited(row()) == {"from": to_ms(NOW), "to": None}
