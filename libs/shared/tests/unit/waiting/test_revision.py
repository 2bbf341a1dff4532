"""The revision that a part waits for is the newest migration, and newer ones are enough too."""

import pytest

from isotherm.schema.migrate import head
from isotherm.waiting.revision import REQUIRED, is_enough, number


def test_what_a_part_needs_is_the_newest_migration() -> None:
    assert head() == REQUIRED, f"write {head()} into isotherm/waiting/revision.py"


def test_revisions_compare_as_numbers() -> None:
    assert is_enough(REQUIRED)
    assert is_enough(f"{number(REQUIRED) + 1:04d}")
    assert is_enough("10000")
    assert not is_enough(f"{number(REQUIRED) - 1:04d}")
    assert not is_enough(None)


@pytest.mark.parametrize("foreign", ["1f3a", "", "-1", "²"])
def test_a_foreign_revision_is_an_error(foreign: str) -> None:
    with pytest.raises(ValueError, match="not a revision"):
        number(foreign)
