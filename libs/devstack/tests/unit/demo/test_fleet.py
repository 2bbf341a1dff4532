"""The demo's sites and sensors fit together, and each site has a device for a first reading."""

from zoneinfo import ZoneInfo

from isotherm.names import is_slug, topic
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT, SITES

SENSORS = (*FLEET, *SILENT, REPLAYED)


def test_every_sensor_is_at_a_site_with_a_device_and_an_address_of_its_own() -> None:
    assert {sensor.site for sensor in SENSORS} == {site.slug for site in SITES}
    assert len({(sensor.site, sensor.sensor) for sensor in SENSORS}) == len(SENSORS)
    assert len({sensor.device for sensor in SENSORS}) == len(SENSORS)
    for sensor in SENSORS:
        assert is_slug(sensor.site)
        assert is_slug(sensor.sensor)
        assert topic(sensor.device, sensor.channel).endswith("/temperature")


def test_every_site_has_one_device_for_a_first_reading() -> None:
    assert sorted(sensor.site for sensor in SILENT) == sorted(site.slug for site in SITES)


def test_sites_are_in_different_time_zones_and_one_is_not_at_whole_hours() -> None:
    zones = {ZoneInfo(site.time_zone) for site in SITES}
    assert len(zones) == len(SITES)
    assert ZoneInfo("Asia/Kathmandu") in zones


def test_limits_are_in_order_and_a_sensor_outdoors_has_none() -> None:
    for sensor in FLEET:
        if sensor.profile == "outdoor":
            assert (sensor.low, sensor.high) == (None, None)
        else:
            assert sensor.low is not None
            assert sensor.high is not None
            assert sensor.low < sensor.high


def test_no_two_sensors_have_the_same_values() -> None:
    assert len({sensor.seed for sensor in FLEET}) == len(FLEET)
