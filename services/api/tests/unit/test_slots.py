"""Slots bound the exports that run at once, per user and in total."""

import pytest

from isotherm_api.problem import TooMany, Unavailable
from isotherm_api.slots import Slots


def test_slots_are_bounded_per_user_and_in_total() -> None:
    slots = Slots(total=3, per_user=2)
    with slots.hold("vera"), slots.hold("vera"), slots.hold("ada"):
        with pytest.raises(TooMany), slots.hold("vera"):
            pass
        with pytest.raises(Unavailable) as refused, slots.hold("mira"):
            pass
        assert refused.value.headers["Retry-After"] == "30"
    with slots.hold("vera"), slots.hold("mira"):
        pass
