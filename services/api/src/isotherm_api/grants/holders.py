"""Who may see a site and why: each person with every grant that gives them a role there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from isotherm_api.access import Role
from isotherm_api.context import Services
from isotherm_api.directory.people import Members, Person
from isotherm_api.grants.schemas import GroupAccess, PersonAccess, SiteAccess, Via
from isotherm_api.problem import Unavailable
from isotherm_api.ranges import ms

MOST = 500
"""People that are listed."""
_TOO_MANY = f"There are more people than the {MOST} that are listed."
_UNKNOWN = "Keycloak cannot be reached, so members of groups are not listed."
_NO_DIRECTORY = "Members of groups are not known here: nothing may look them up in Keycloak."


@dataclass(slots=True)
class Holders:
    """People by subject, each with the grants that give them a role."""

    people: dict[str, Person | None] = field(default_factory=dict)
    """None for somebody of whom only a grant is known."""
    via: dict[str, list[asyncpg.Record]] = field(default_factory=dict)
    members: dict[int, int | None] = field(default_factory=dict)
    """The number of members of a group, by the id of its grant."""
    incomplete: str | None = None

    def add(self, subject: str, person: Person | None, grant: asyncpg.Record) -> None:
        """Add a grant of a person; beyond `MOST` people it only says that they are too many."""
        if subject not in self.people and len(self.people) >= MOST:
            self.incomplete = _TOO_MANY
            return
        self.people[subject] = person or self.people.get(subject)
        self.via.setdefault(subject, []).append(grant)


async def find_holders(parts: Services, grants: Sequence[asyncpg.Record]) -> Holders:
    """Return who holds these grants; members of groups are asked of the directory.

    Without an answer it says that it is incomplete.
    """
    holders = Holders()
    for grant in grants:
        if grant["subject"] is not None:
            holders.add(grant["subject"], None, grant)
    for grant in grants:
        if grant["group_path"] is not None:
            members = await _members(parts, holders, grant["group_path"])
            known = members is not None and members.complete
            holders.members[grant["id"]] = len(members.people) if members and known else None
            for person in members.people if members else ():
                holders.add(person.subject, person, grant)
    return holders


async def _members(parts: Services, holders: Holders, group: str) -> Members | None:
    """Return the members of a group; None, and say why it is incomplete, if they are not known."""
    if holders.incomplete is not None:
        return None
    try:
        members = await parts.directory.members(group)
    except Unavailable:
        holders.incomplete = _UNKNOWN
        return None
    if members is None:
        holders.incomplete = _NO_DIRECTORY
    elif not members.complete:
        holders.incomplete = _TOO_MANY
    return members


def document(
    holders: Holders, grants: Sequence[asyncpg.Record], accounts: Mapping[str, asyncpg.Record]
) -> SiteAccess:
    """Build the document; `accounts` are what is stored about the people, by subject."""
    items = [
        _person(subject, person, holders.via[subject], accounts.get(subject))
        for subject, person in holders.people.items()
    ]
    items.sort(key=lambda item: (-Role.of(item.role), (item.name or item.username or "~").lower()))
    groups = [
        GroupAccess(
            path=grant["group_path"],
            role=grant["role"],
            grant=grant["id"],
            members=holders.members[grant["id"]],
        )
        for grant in grants
        if grant["group_path"] is not None
    ]
    return SiteAccess(
        items=items,
        groups=groups,
        complete=holders.incomplete is None,
        incomplete=holders.incomplete,
    )


def _person(
    subject: str,
    person: Person | None,
    grants: Sequence[asyncpg.Record],
    account: asyncpg.Record | None,
) -> PersonAccess:
    via = [
        Via(
            grant=grant["id"],
            role=grant["role"],
            subject=grant["subject"],
            group=grant["group_path"],
        )
        for grant in sorted(grants, key=lambda grant: -Role.of(grant["role"]))
    ]
    if person is None and account is not None:
        person = Person(subject, account["username"], account["name"], account["email"])
    return PersonAccess(
        subject=subject,
        username=person and person.username,
        name=person and person.name,
        email=person and person.email,
        role=via[0].role,
        last_seen=ms(account["last_seen"]) if account else None,
        via=via,
    )
