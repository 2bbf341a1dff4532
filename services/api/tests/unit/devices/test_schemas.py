"""What people can set on a device."""

import pytest
from pydantic import ValidationError

from isotherm_api.devices.schemas import ChangedChannel, ChangedDevice


def test_a_field_left_out_is_not_a_field_set_to_null() -> None:
    assert ChangedDevice.model_validate({}).model_dump(exclude_unset=True) == {}
    wanted = ChangedDevice.model_validate({"notes": None, "model": "TH-16"})
    assert wanted.model_dump(exclude_unset=True) == {"notes": None, "model": "TH-16"}
    channel = ChangedChannel.model_validate({"unit": None})
    assert channel.model_dump(exclude_unset=True) == {"unit": None}


@pytest.mark.parametrize("notes", ["a\nb\tc", "a" * 4000, "Grüße, 冰箱"])
def test_notes_may_have_several_lines(notes: str) -> None:
    assert ChangedDevice.model_validate({"notes": notes}).notes == notes


@pytest.mark.parametrize("notes", ["", "a\x7fb", "a\rb", "a\x1bb"])
def test_notes_have_no_other_control_characters(notes: str) -> None:
    with pytest.raises(ValidationError):
        ChangedDevice.model_validate({"notes": notes})


def test_a_label_is_trimmed_before_its_length_counts() -> None:
    assert ChangedDevice.model_validate({"label": f"  {'a' * 100} "}).label == "a" * 100


def test_a_probe_may_send_kelvin() -> None:
    assert ChangedChannel.model_validate({"unit": "K"}).unit == "K"
