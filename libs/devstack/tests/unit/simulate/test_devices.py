"""The simulated devices: the demo's own, and mixed ones."""

from isotherm.names import is_device_name
from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.simulate.devices import demo, mixed
from isotherm_devstack.simulate.payload import FORMS
from isotherm_devstack.simulate.profiles import PROFILES


def test_the_demo_is_the_fleet_and_shows_every_profile_and_form() -> None:
    devices = demo()
    assert [device.name for device in devices] == [one.device for one in FLEET]
    assert {device.profile for device in devices} == set(PROFILES)
    assert {device.form for device in devices} == set(FORMS)


def test_mixed_devices_are_numbered_and_go_through_the_profiles() -> None:
    devices = mixed(1_200)
    assert devices[0].name == "sim-0001"
    assert devices[-1].name == "sim-1200"
    assert len({device.name for device in devices}) == 1_200
    assert all(is_device_name(device.name) for device in devices)
    assert {device.profile for device in devices[:7]} == set(PROFILES)


def test_a_larger_fleet_begins_with_the_smaller_one() -> None:
    assert mixed(10)[:3] == mixed(3)


def test_a_seed_changes_values_and_not_how_a_demo_device_speaks() -> None:
    for one, other in zip(demo(0), demo(5), strict=True):
        assert (one.name, one.form, one.topic) == (other.name, other.form, other.topic)
        assert one.curve != other.curve


def test_only_a_true_time_makes_a_repetition_harmless() -> None:
    by_name = {device.name: device for device in demo()}
    assert not by_name["riverside-servers"].can_repeat  # its clock is wrong
    assert not by_name["linden-outdoor"].can_repeat  # bare numbers
    assert by_name["linden-fridge-2"].can_repeat
