"""The profiles by name: curve, silences and clock error of each."""

from collections.abc import Callable
from typing import get_args

from isotherm_devstack.demo.fleet import Profile
from isotherm_devstack.simulate.air import Outdoor, ServerRoom
from isotherm_devstack.simulate.cold import Freezer, VaccineFridge
from isotherm_devstack.simulate.curve import Curve
from isotherm_devstack.simulate.noise import between
from isotherm_devstack.simulate.probe import Ds18b20
from isotherm_devstack.simulate.shapes import MINUTE

PROFILES: tuple[Profile, ...] = get_args(Profile)
WRONG_CLOCK_MS = (5 * 60 + 45) * MINUTE + 37_000
"""How far the wrong clock is ahead: Kathmandu's local time sent as UTC, and 37 s."""
_CYCLE = 20 * MINUTE
_SILENCE = 4 * MINUTE

_CURVES: dict[Profile, Callable[[int, int], Curve]] = {
    "vaccine_fridge": VaccineFridge,
    "freezer": Freezer,
    "server_room": ServerRoom,
    "outdoor": Outdoor,
    "ds18b20": lambda seed, offset_ms: Ds18b20(seed, VaccineFridge(seed, offset_ms)),
    "goes_silent": Freezer,
    "wrong_clock": ServerRoom,
}


def curve(profile: Profile, seed: int, offset_ms: int = 0) -> Curve:
    """Return the curve of a profile; `offset_ms` is the UTC offset of the place."""
    return _CURVES[profile](seed, offset_ms)


def is_silent(profile: Profile, seed: int, time_ms: int) -> bool:
    """Return whether the device withholds its readings at that instant: 4 minutes of every 20."""
    if profile != "goes_silent":
        return False
    return (time_ms + int(between(seed, 2, 0.0, _CYCLE))) % _CYCLE < _SILENCE


def clock_lead_ms(profile: Profile) -> int:
    """Return how far the device's clock is ahead, in ms."""
    return WRONG_CLOCK_MS if profile == "wrong_clock" else 0
