"""The simulated devices: those of the demo, and mixed ones."""

from isotherm.names import is_device_name
from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.simulate.devices import demo, mixed
from isotherm_devstack.simulate.payload import FORMS
from isotherm_devstack.simulate.profiles import PROFILES


def test_the_demo_is_the_fleet_and_shows_every_profile_and_form() -> None:
    devices = demo()
    assert [device.name for device in devices] == [sensor.device for sensor in FLEET]
    assert {device.profile for device in devices} == set(PROFILES)
    assert {device.form for device in devices} == set(FORMS)


def test_mixed_devices_are_numbered_and_go_through_the_profiles() -> None:
    devices = mixed(1_200)
    assert devices[0].name == "sim-0001"
    assert devices[-1].name == "sim-1200"
    assert len({device.name for device in devices}) == 1_200
    assert all(is_device_name(device.name) for device in devices)
    assert {device.profile for device in devices[:7]} == set(PROFILES)


def test_a_larger_fleet_begins_with_the_same_devices() -> None:
    assert mixed(10)[:3] == mixed(3)


def test_a_seed_changes_values_but_not_a_demo_devices_form() -> None:
    for device, other in zip(demo(0), demo(5), strict=True):
        assert (device.name, device.form, device.topic) == (other.name, other.form, other.topic)
        assert device.curve != other.curve


def test_only_a_device_with_a_true_time_can_repeat_a_reading() -> None:
    by_name = {device.name: device for device in demo()}
    assert not by_name["riverside-servers"].can_repeat  # its clock is wrong
    assert not by_name["linden-outdoor"].can_repeat  # bare numbers
    assert by_name["linden-fridge-2"].can_repeat
