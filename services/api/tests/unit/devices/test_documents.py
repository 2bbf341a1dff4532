"""Devices and channels as the API answers them, and as the audit keeps them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms
from isotherm_api.access import Role
from isotherm_api.devices import documents
from isotherm_api.devices.frozen import Frozen
from isotherm_api.devices.schemas import FrozenValue

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def device(**changes: Any) -> Any:
    """Return a row of `queries.load_page`: a device that reports nothing about itself."""
    empty = ("model", "serial", "firmware", "notes", "time_zone", "clock_skew_ms", "connection")
    return {
        **dict.fromkeys(empty),
        "id": 1,
        "name": "probe",
        "label": "Cellar",
        "site_id": 1,
        "site": "s",
        "state": "known",
        "connection_at": None,
        "heard_at": None,
        "alive_until": None,
        "created_at": NOW,
        "disabled_at": None,
        "removed_at": None,
        "credential_version": 0,
        "credential_at": None,
        "wished_at": None,
        "account_version": None,
        "applied_at": None,
        "account_error": None,
        "account_error_at": None,
        "accounts_checked": False,
        "rejected_at": None,
        "linked_at": None,
        "channel_count": 1,
        "proposed_count": 0,
    } | changes


def channel(**changes: Any) -> Any:
    """Return a row of `queries.load_channels`: a channel with a reading of NOW."""
    return {
        "id": 7,
        "name": "temperature",
        "state": "known",
        "unit": "F",
        "fault_list": True,
        "fault_values": [],
        "plausible_low": None,
        "plausible_high": None,
        "created_at": NOW,
        "dismissed_at": None,
        "site_id": 1,
        "measured_at": NOW,
        "received_at": NOW + timedelta(seconds=1),
        "value": 4.5,
        "quality": 0,
    } | changes


def installation(channel_id: int, sensor: str) -> Any:
    """Return a row of `installations.queries.load_of_device`."""
    return {
        "id": channel_id * 10,
        "channel_id": channel_id,
        "site": "s",
        "sensor": sensor,
        "device": "probe",
        "channel": "temperature",
        "start": None,
        "until": None,
    }


def test_a_device_shows_the_callers_role_and_times_in_milliseconds() -> None:
    document = documents.device(
        device(connection="online", connection_at=NOW), Role.OPERATOR, "mosquitto", NOW
    )
    assert (document.role, document.created) == ("operator", to_ms(NOW))
    assert (document.connection, document.connection_at) == ("online", to_ms(NOW))
    assert documents.device(device(), Role.OPERATOR, "mosquitto", NOW).connection_at is None


@pytest.mark.parametrize(
    "name", ["label", "site", "state", "model", "serial", "firmware", "notes", "time_zone"]
)
def test_the_tag_of_a_device_is_that_of_what_people_set(name: str) -> None:
    assert documents.device_etag(device(**{name: "other"})) != documents.device_etag(device())


def test_what_a_device_reports_leaves_its_tag() -> None:
    reported = device(clock_skew_ms=9, connection="offline", connection_at=NOW, channel_count=2)
    assert documents.device_etag(reported) == documents.device_etag(device())


def test_the_tag_of_a_channel_is_that_of_what_people_set() -> None:
    tag = documents.channel_etag(channel())
    assert documents.channel_etag(channel(value=9.0, state="proposed")) == tag
    for changed in (
        channel(unit=None), channel(fault_list=False), channel(id=8), channel(fault_values=[999.0]),
        channel(plausible_low=-50.0), channel(plausible_high=80.0),
    ):  # fmt: skip
        assert documents.channel_etag(changed) != tag


def test_a_channel_lists_its_own_installations_only() -> None:
    rows = [installation(7, "fridge"), installation(8, "freezer"), installation(7, "room")]
    document = documents.channel(channel(), rows, Frozen(4.2, NOW))
    assert [item.sensor for item in document.installations] == ["s/fridge", "s/room"]
    assert document.frozen == FrozenValue(value=4.2, since=to_ms(NOW))


def test_details_are_the_device_and_its_channels() -> None:
    channels = [channel(), channel(id=8), channel(id=9, state="ignored", dismissed_at=NOW)]
    frozen = {8: Frozen(4.2, NOW)}
    details = documents.device_details(
        device(), Role.MANAGER, channels, [], frozen, 5, "mosquitto", NOW
    )
    own = {"channels", "channels_used", "channels_most", "expired"}
    assert (
        details.model_dump(exclude=own)
        == documents.device(device(), Role.MANAGER, "mosquitto", NOW).model_dump()
    )
    assert [item.frozen is None for item in details.channels] == [True, False, True]
    assert [item.ignored for item in details.channels] == [False, False, True]
    assert [item.dismissed for item in details.channels] == [None, None, to_ms(NOW)]
    assert (details.channels_used, details.channels_most, details.expired) == (2, 64, 5)


def test_a_reading_without_a_value_is_a_reading() -> None:
    assert documents.reading(channel(value=None, quality=1)) == {
        "measured": to_ms(NOW), "received": to_ms(NOW) + 1000, "value": None, "quality": 1,
    }  # fmt: skip
    assert documents.reading(channel(measured_at=None)) is None


def test_the_audit_keeps_only_what_differs() -> None:
    after = device(label=None, notes="behind the door", clock_skew_ms=9)
    assert documents.audited_device(device(), after) == (
        {"label": "Cellar", "notes": None}, {"label": None, "notes": "behind the door"},
    )  # fmt: skip
    assert documents.audited_device(device(), device(clock_skew_ms=9)) == (None, None)
    assert documents.audited_channel(channel(), channel(unit=None)) == (
        {"unit": "F"}, {"unit": None},
    )  # fmt: skip
    assert documents.audited_channel(channel(), channel(value=9.0)) == (None, None)


def test_the_second_of_two_edits_is_told_which_device_changed() -> None:
    assert documents.raced("probe") == "Somebody changed probe meanwhile. Read it again."
