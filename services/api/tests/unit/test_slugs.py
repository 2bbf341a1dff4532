"""Slugs made from the name of a new site or sensor."""

import pytest

from isotherm.names import is_slug
from isotherm_api.slugs import slugs


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
    candidates = slugs(name, "sensor")
    assert candidates[:2] == [slug, f"{slug}-2"]
    assert all(is_slug(candidate) for candidate in candidates)
    assert len(set(candidates)) == len(candidates) == 99


def test_reserved_slugs_are_left_out() -> None:
    assert slugs("New", "site", {"new"})[:2] == ["new-2", "new-3"]
    assert slugs("?", "site", {"new"})[0] == "site"
