"""`/grants`, and who may see a site: managers decide who has which role there."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from isotherm_api.access import Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.grants import changes, documents, holders, people, queries
from isotherm_api.grants.schemas import (
    ChangedGrant,
    Grant,
    GrantCandidates,
    GrantRecipient,
    Grants,
    NewGrant,
    SiteAccess,
)
from isotherm_api.problem import Invalid
from isotherm_api.ranges import DIGITS
from isotherm_api.schemas import Slug, Text

router = APIRouter(tags=["grants"])

_SHORTEST = 2
GrantId = Annotated[int, Path(ge=1, lt=2**31), DIGITS]


@router.get("/grants")
async def list_grants(
    parts: ServicesDep, access: AccessDep, site: Annotated[Slug, Query()]
) -> Grants:
    """Every grant of a site I manage."""
    async with parts.database.reading() as connection:
        managed = await site_of(connection, access, site, Role.MANAGER)
        rows = await queries.load_grants(connection, access.caller.issuer, managed.id)
    return Grants(items=[documents.grant(row) for row in rows])


@router.post("/grants", status_code=201)
async def add_grant(
    parts: ServicesDep, access: AccessDep, wanted: NewGrant, response: Response
) -> Grant:
    """Gives a user or a group a role, also before their first login.

    A user name or e-mail address is looked up in Keycloak; only verified addresses count. To see
    first whom it names, ask `/grants/recipient` and send the `subject` it answers.
    """
    async with parts.database.reading() as connection:
        managed = await site_of(connection, access, wanted.site, Role.MANAGER)
    recipient = await people.recipient_of(parts, access, wanted)
    async with parts.database.writing() as connection:
        grant = await changes.add_grant(
            connection, access, managed, recipient, wanted.role, parts.clock.now()
        )
    parts.grants.forget()
    return tagged(response, grant)


@router.get("/grants/candidates")
async def find_candidates(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug, Query()],
    q: Annotated[Text, Query(description="Part of a name, at least two characters")],
) -> GrantCandidates:
    """Users and groups of Keycloak by a part of their name, at most 20 of each.

    Users are found by user name, first and last name and verified e-mail address, groups by their
    path. Only users who can log in are shown.
    """
    async with parts.database.reading() as connection:
        await site_of(connection, access, site, Role.MANAGER)
    text = q.strip()
    if len(text) < _SHORTEST:
        raise Invalid.field("q", "needs at least two characters")
    return documents.candidates(await people.find_candidates(parts, access, text))


@router.get("/sites/{site}/access")
async def read_site_access(parts: ServicesDep, access: AccessDep, site: str) -> SiteAccess:
    """Who may see a site I manage, and which grants give them their role.

    Members of groups are those of Keycloak, some seconds ago at most.
    """
    async with parts.database.reading() as connection:
        managed = await site_of(connection, access, site, Role.MANAGER)
        rows = await queries.load_grants(connection, access.caller.issuer, managed.id)
    site_holders = await holders.find_holders(parts, rows)
    async with parts.database.reading() as connection:
        accounts = await queries.load_accounts(
            connection, access.caller.issuer, list(site_holders.people)
        )
    return holders.document(site_holders, rows, accounts)


@router.get("/grants/recipient")
async def find_recipient(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug, Query()],
    username: Annotated[Text, Query(description="User name or verified e-mail address")],
) -> GrantRecipient:
    """Whom a user name or e-mail address names, to be confirmed before they are given a role."""
    async with parts.database.reading() as connection:
        await site_of(connection, access, site, Role.MANAGER)
    person = await people.find_person(parts, access, username)
    return documents.recipient(person)


@router.patch("/grants/{grant_id}")
async def change_grant(
    parts: ServicesDep,
    access: AccessDep,
    grant_id: GrantId,
    wanted: ChangedGrant,
    response: Response,
    if_match: IfMatch = None,
) -> Grant:
    """Changes the role. If-Match has to carry the etag of the grant that was read."""
    async with parts.database.writing() as connection:
        grant = await changes.change_grant(
            connection, access, grant_id, wanted.role, parts.clock.now(), if_match
        )
    parts.grants.forget()
    return tagged(response, grant)


@router.delete("/grants/{grant_id}", status_code=204)
async def remove_grant(
    parts: ServicesDep, access: AccessDep, grant_id: GrantId, if_match: IfMatch = None
) -> None:
    """Removes the role; open streams follow within seconds. If-Match as for a change."""
    async with parts.database.writing() as connection:
        await changes.remove_grant(connection, access, grant_id, if_match)
    parts.grants.forget()
