"""Users and groups as Keycloak's administration answers them, judged without asking it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from isotherm_api.directory.people import Person

User = Mapping[str, Any]
Group = Mapping[str, Any]


def person(user: User) -> Person:
    """Return the person that a user is."""
    names = [str(user[key]) for key in ("firstName", "lastName") if user.get(key)]
    return Person(
        subject=str(user["id"]),
        username=str(user["username"]),
        name=" ".join(names) or None,
        email=_verified(user),
    )


def infix(text: str) -> str | None:
    """Return the search of Keycloak for users who have each word of a text in some field.

    Its wildcards and quotes are left out. None if nothing remains to search for.
    """
    words = [word.translate(_WITHOUT) for word in text.split()]
    return " ".join(f"*{word}*" for word in words if word) or None


_WITHOUT = {ord(character): None for character in '*"'}


def is_meant(user: User, text: str) -> bool:
    """Return whether each word is in the user's name, first or last name or verified address.

    Keycloak also finds users by an address that they only wrote into their profile.
    """
    fields = [str(user.get(key) or "") for key in ("username", "firstName", "lastName")]
    fields = [field.casefold() for field in (*fields, _verified(user) or "")]
    return all(any(word in field for field in fields) for word in text.casefold().split())


def _verified(user: User) -> str | None:
    address = user.get("email") if user.get("emailVerified") is True else None
    return str(address) if address else None


def group_word(text: str) -> str:
    """Return the part of a text by which Keycloak finds groups: the last name of a path."""
    names = [name for name in text.split("/") if name.strip()]
    return names[-1].strip() if names else ""


def with_subgroups(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield groups of a tree, each before its subgroups."""
    for group in groups:
        yield group
        yield from with_subgroups(group.get("subGroups") or ())


def is_at(group: Group, text: str) -> bool:
    """Return whether a text is in the path of a group, ignoring case."""
    return text.casefold() in str(group["path"]).casefold()
