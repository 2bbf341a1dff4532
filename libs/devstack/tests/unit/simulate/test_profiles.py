"""The profiles: plausible temperatures, the same in every run."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isotherm_devstack.demo.fleet import Profile
from isotherm_devstack.simulate.probe import DISCONNECTED, POWER_ON
from isotherm_devstack.simulate.profiles import PROFILES, clock_lead_ms, curve, is_silent
from isotherm_devstack.simulate.shapes import HOUR, MINUTE

NOON = 1_752_494_400_000  # Monday 2025-07-14 12:00 UTC
ODD = (DISCONNECTED, POWER_ON)
PLAUSIBLE: dict[Profile, tuple[float, float]] = {
    "vaccine_fridge": (2.0, 16.0),
    "freezer": (-25.0, -14.0),
    "server_room": (18.0, 32.0),
    "outdoor": (-15.0, 40.0),
    "ds18b20": (2.0, 16.0),
    "goes_silent": (-25.0, -14.0),
    "wrong_clock": (18.0, 32.0),
}

instants = st.integers(min_value=1_600_000_000_000, max_value=1_900_000_000_000)
seeds = st.integers(min_value=0, max_value=10**9)


def minutely(profile: Profile, seed: int) -> Iterator[float]:
    """Each minute's value, for a month."""
    played = curve(profile, seed)
    return (played.value_at(NOON + minute * MINUTE) for minute in range(30 * 24 * 60))


@given(profile=st.sampled_from(PROFILES), seed=seeds, time_ms=instants)
@settings(max_examples=500)
def test_every_value_is_plausible(profile: Profile, seed: int, time_ms: int) -> None:
    value = curve(profile, seed).value_at(time_ms)
    low, high = PLAUSIBLE[profile]
    assert low <= value <= high or (profile == "ds18b20" and value in ODD)


@given(profile=st.sampled_from(PROFILES), seed=seeds, time_ms=instants)
def test_an_instant_has_the_same_value_regardless_of_earlier_calls(
    profile: Profile, seed: int, time_ms: int
) -> None:
    alone = curve(profile, seed).value_at(time_ms)
    later = curve(profile, seed)
    for before in range(5):
        later.value_at(time_ms - before * HOUR)
    assert later.value_at(time_ms) == alone


@pytest.mark.parametrize("profile", PROFILES)
def test_values_change_little_in_a_minute(profile: Profile) -> None:
    quiet = [value for value in minutely(profile, 7) if value not in ODD]
    steps = [abs(after - before) for before, after in itertools.pairwise(quiet)]
    assert max(steps) < 2.5
    assert sum(steps) / len(steps) < 0.2


@pytest.mark.parametrize("profile", PROFILES)
def test_another_seed_gives_other_values(profile: Profile) -> None:
    both = zip(minutely(profile, 7), minutely(profile, 8), strict=True)
    assert any(one != other for one, other in both)


def test_only_one_profile_falls_silent_and_not_for_long() -> None:
    minutes = range(NOON, NOON + 2 * HOUR, MINUTE)
    silent = {p: sum(is_silent(p, 7, time_ms) for time_ms in minutes) for p in PROFILES}
    assert {p: n for p, n in silent.items() if n} == {"goes_silent": 24}


def test_only_one_profile_has_a_wrong_clock_by_more_than_five_minutes() -> None:
    leads = {p: clock_lead_ms(p) for p in PROFILES if clock_lead_ms(p)}
    assert list(leads) == ["wrong_clock"]
    assert leads["wrong_clock"] > 5 * MINUTE
