"""People and groups of the realm, and what can be asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the realm; `email` is only ever an address that Keycloak has verified."""

    subject: str
    username: str
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who was found by a part of their name."""

    people: Sequence[Person] = ()
    groups: Sequence[str] = ()
    """Paths, such as `/pharmacies/vienna`."""
    truncated: bool = False
    """Whether there are more of either."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a group who can log in, without those of its subgroups."""

    people: Sequence[Person] = ()
    complete: bool = True
    """False if there are more."""


class Directory(Protocol):
    """Finds people and groups. Every question raises Unavailable if there is no answer."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person with exactly that user name or verified address, ignoring case.

        Raise Conflict if it is the user name of one person and the address of another.
        """
        ...

    async def read(self, subject: str) -> Person | None:
        """Return the person of that subject."""
        ...

    async def search(self, text: str, limit: int) -> Candidates | None:
        """Return at most `limit` people and `limit` groups; None if this directory knows nobody.

        Each word of the text is in a person's user name, first or last name or verified address;
        the whole text is in a group's path.
        """
        ...

    async def members(self, group: str) -> Members | None:
        """Return the members of the group with that path, which may be some seconds old.

        None if this directory knows no groups.
        """
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class NoDirectory:
    """Used without a service account: only people who have logged in are found, by user name."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return None."""
        return None

    async def read(self, subject: str) -> Person | None:
        """Return None."""
        return None

    async def search(self, text: str, limit: int) -> Candidates | None:
        """Return None."""
        return None

    async def members(self, group: str) -> Members | None:
        """Return None."""
        return None

    async def aclose(self) -> None:
        """Do nothing: there are no connections."""
