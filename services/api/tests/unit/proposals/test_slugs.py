"""Slugs made from the name of a new sensor."""

import pytest

from isotherm.names import is_slug
from isotherm_api.proposals.slugs import slugs


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fridge", "fridge"),
        (" Kühlschrank, oben ", "kuhlschrank-oben"),
        ("--a--b--", "a-b"),
        ("冰箱", "sensor"),
        ("a" * 100, "a" * 60),
    ],
)
def test_a_name_becomes_a_slug_that_can_be_numbered(name: str, slug: str) -> None:
    candidates = slugs(name)
    assert candidates[:2] == [slug, f"{slug}-2"]
    assert all(is_slug(candidate) for candidate in candidates)
    assert len(set(candidates)) == len(candidates) == 99
