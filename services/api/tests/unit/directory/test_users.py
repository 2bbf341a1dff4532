"""What Keycloak answers about users and groups, judged without it."""

from typing import Any

import pytest

from isotherm_api.directory import users

EVE: dict[str, Any] = {
    **{"id": "1", "username": "eve", "firstName": "Eva", "lastName": "Lindner", "enabled": True},
    **{"email": "eva.lindner@example.invalid", "emailVerified": False},
}


def test_only_a_verified_address_is_shown() -> None:
    assert users.person(EVE).email is None
    person = users.person(EVE | {"emailVerified": True})
    assert (person.name, person.email) == ("Eva Lindner", "eva.lindner@example.invalid")
    assert users.person({"id": "1", "username": "eve"}).name is None


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("eva", "*eva*"),
        ("  eva  lind ", "*eva* *lind*"),
        ('e*a "lind"', "*ea* *lind*"),
        ("*", None),
        (' " ', None),
    ],
)
def test_each_word_is_searched_for_without_wildcards(text: str, search: str | None) -> None:
    assert users.infix(text) == search


@pytest.mark.parametrize(
    ("text", "verified", "meant"),
    [
        ("EVE", False, True),
        ("lind eva", False, True),
        ("lind ada", False, False),
        ("eva.lindner", False, False),
        ("eva.lindner", True, True),
        ("example", False, False),
    ],
)
def test_an_address_that_is_not_verified_finds_nobody(
    text: str, verified: bool, meant: bool
) -> None:
    assert users.is_meant(EVE | {"emailVerified": verified}, text) is meant


@pytest.mark.parametrize(
    ("text", "word"), [("night", "night"), ("/a/ni", "ni"), ("/a/b/", "b"), ("/", ""), (" / ", "")]
)
def test_keycloak_is_asked_for_the_last_name_of_a_path(text: str, word: str) -> None:
    assert users.group_word(text) == word


def test_groups_are_found_anywhere_in_their_tree() -> None:
    tree = [{"path": "/a", "subGroups": [{"path": "/a/B"}, {"path": "/a/c", "subGroups": []}]}]
    groups = list(users.with_subgroups(tree))
    assert [group["path"] for group in groups] == ["/a", "/a/B", "/a/c"]
    assert [users.is_at(group, "a/b") for group in groups] == [False, True, False]
