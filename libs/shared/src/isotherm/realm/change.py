"""One change to a realm: what it says, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from isotherm.realm.description import Representation
from isotherm.realm.differences import Difference


@dataclass(frozen=True, slots=True)
class Change:
    """Something to do in Keycloak, with a line for each field that it changes."""

    subject: str
    """What is changed, such as `client isotherm-web`."""
    details: tuple[str, ...]
    act: Callable[[], Any]

    @property
    def lines(self) -> list[str]:
        """Return what it does, one line a field."""
        return [f"{self.subject}: {detail}" for detail in self.details]


def fields(subject: str, found: list[Difference], act: Callable[[], Any]) -> list[Change]:
    """Return the change of these fields, or nothing if they all agree."""
    return [Change(subject, tuple(map(str, found)), act)] if found else []


def named(items: list[Representation], key: str = "name") -> dict[str, Representation]:
    """Return representations by their name."""
    return {str(item[key]): item for item in items}
