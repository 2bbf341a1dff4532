"""Whom a grant is for: Keycloak decides, not what people wrote about themselves."""

from isotherm_api.access import Access
from isotherm_api.context import Services
from isotherm_api.directory.people import Candidates, Person
from isotherm_api.grants import queries
from isotherm_api.grants.queries import Recipient
from isotherm_api.grants.schemas import NewGrant
from isotherm_api.problem import Invalid, Unavailable

MOST = 20
"""Users, and groups, that a search shows."""


async def recipient_of(parts: Services, access: Access, wanted: NewGrant) -> Recipient:
    """Return whom a grant is for; errors as for `find_person`."""
    if wanted.subject is not None:
        return Recipient(wanted.subject, None, await _read_person(parts, wanted.subject))
    if wanted.username is None:
        return Recipient(None, wanted.group)
    person = await find_person(parts, access, wanted.username)
    return Recipient(person.subject, None, person)


async def _read_person(parts: Services, subject: str) -> Person | None:
    """Return the person of a subject; None if Keycloak does not know them or does not answer."""
    try:
        return await parts.directory.read(subject)
    except Unavailable:
        return None  # a subject names one person for ever, and they are shown once they log in


async def find_candidates(parts: Services, access: Access, text: str) -> Candidates:
    """Return who can be found by a part of their name; raise Unavailable without an answer.

    Without a directory these are people who have logged in, by their user name.
    """
    candidates = await parts.directory.search(text, MOST)
    if candidates is not None:
        return candidates
    async with parts.database.reading() as connection:
        people = await queries.load_people(connection, access.caller.issuer, text, MOST + 1)
    return Candidates(people[:MOST], truncated=len(people) > MOST)


async def find_person(parts: Services, access: Access, text: str) -> Person:
    """Return the person with exactly this user name or verified e-mail address, ignoring case.

    Keycloak is asked first. Where it does not know them or does not answer, people who have logged
    in are found by their user name, which they cannot change, but never by an e-mail address.

    Raise Invalid if nobody is found, Conflict if the text names two people, Unavailable if Keycloak
    does not answer and nobody of that user name has logged in.
    """
    away: Unavailable | None = None
    try:
        person = await parts.directory.find(text)
    except Unavailable as error:
        person, away = None, error
    if person is None:
        async with parts.database.reading() as connection:
            person = await queries.read_person(connection, access.caller.issuer, text)
    if person is not None:
        return person
    if away is not None:
        raise away
    raise Invalid.field("username", "is nobody's user name or verified e-mail address here")
