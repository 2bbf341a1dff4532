"""A directory of people without Keycloak."""

from dataclasses import dataclass, field

from isotherm_api.directory.people import Candidates, Members, Person
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
    groups: dict[str, Members] = field(default_factory=dict)
    away: bool = False
    blank: bool = False
    """Whether it answers as `NoDirectory` does."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person of this user name or address."""
        self._answer()
        return self.people.get(username_or_email)

    async def read(self, subject: str) -> Person | None:
        """Return the person of this subject."""
        self._answer()
        return next((p for p in self.people.values() if p.subject == subject), None)

    async def search(self, text: str, limit: int) -> Candidates | None:
        """Return whose user name, or whose path, contains the text."""
        self._answer()
        if self.blank:
            return None
        people = [person for person in self.people.values() if text in person.username]
        groups = [path for path in self.groups if text in path]
        more = len(people) > limit or len(groups) > limit
        return Candidates(people[:limit], groups[:limit], more)

    async def members(self, group: str) -> Members | None:
        """Return the members of this group."""
        self._answer()
        return None if self.blank else self.groups.get(group, Members())

    def _answer(self) -> None:
        if self.away:
            raise Unavailable("The directory is away.")

    async def aclose(self) -> None:
        """Do nothing: it holds no connection."""
