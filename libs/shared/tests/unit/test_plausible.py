"""What any place can have is the same for the pages, and a jump is never also a way back."""

from pathlib import Path

from isotherm.plausible import AIR_HIGH, AIR_LOW, BACK_C, JUMP_C, MOST_FAULT_VALUES

PAGES = Path(__file__).resolve().parents[4] / "frontend/src"


def test_the_pages_bound_ranges_and_fault_values_alike() -> None:
    words = (PAGES / "features/devices/channel-settings-words.ts").read_text()
    assert f"const AIR = {{ low: {AIR_LOW:g}, high: {AIR_HIGH:g} }};" in words
    assert f"const MOST = {MOST_FAULT_VALUES};" in words


def test_neighbours_that_agree_are_no_jump_apart() -> None:
    assert BACK_C < JUMP_C
