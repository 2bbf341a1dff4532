"""A directory of people without Keycloak."""

from dataclasses import dataclass, field

from isotherm_api.directory import Person
from isotherm_api.problem import Unavailable

NEWHIRE = Person("subject-of-newhire", "newhire", "New Hire", "newhire@example.invalid")
"""Somebody with a verified address; no directory knows them until a test adds them."""


@dataclass(slots=True)
class PhoneBook:
    """A directory that also knows one person who has never logged in; it can be away."""

    people: dict[str, Person] = field(
        default_factory=lambda: {
            "newcomer": Person("subject-of-newcomer", "newcomer", "New Comer", None)
        }
    )
    away: bool = False

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person of this user name or address."""
        if self.away:
            raise Unavailable("The directory is away.")
        return self.people.get(username_or_email)

    async def aclose(self) -> None:
        """Do nothing: it holds no connection."""
