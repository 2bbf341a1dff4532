"""Slots: how many exports run at once."""

import pytest

from isotherm_api.problem import TooMany, Unavailable
from isotherm_api.slots import Slots


def test_slots_are_bounded_per_person_and_in_total() -> None:
    slots = Slots(at_once=3, a_user=2)
    with slots.one("vera"), slots.one("vera"), slots.one("ada"):
        with pytest.raises(TooMany), slots.one("vera"):
            pass
        with pytest.raises(Unavailable) as refused, slots.one("mira"):
            pass
        assert refused.value.headers["Retry-After"] == "30"
    with slots.one("vera"), slots.one("mira"):
        pass
