"""One change to a realm: what it says, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from isotherm.realm.description import Representation
from isotherm.realm.differences import Difference, differences


@dataclass(frozen=True, slots=True)
class Change:
    """Something to do in Keycloak, with a line for each field that it changes."""

    subject: str
    """What is changed, such as `client isotherm-web`."""
    details: tuple[str, ...]
    act: Callable[[], Any]
    is_creation: bool = False
    """Whether the first detail says it all, and the others are the fields of what is created."""

    def lines(self, *, whole: bool) -> list[str]:
        """Return what it does, one line a field; the fields of a creation only if `whole`."""
        details = self.details if whole or not self.is_creation else self.details[:1]
        return [f"{self.subject}: {detail}" for detail in details]


def fields(subject: str, differing: list[Difference], act: Callable[[], Any]) -> list[Change]:
    """Return the change of these fields, or nothing if they all agree."""
    return [Change(subject, tuple(map(str, differing)), act)] if differing else []


def creation(subject: str, title: str, owned: Representation, act: Callable[[], Any]) -> Change:
    """Return the creation of something with these fields."""
    details = (title, *map(str, differences(owned, {})))
    return Change(subject, details, act, is_creation=True)


def named(items: list[Representation], key: str = "name") -> dict[str, Representation]:
    """Return representations by their name."""
    return {str(item[key]): item for item in items}
