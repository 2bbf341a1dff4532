"""`/grants`: managers of a site decide who has which role there."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from isotherm_api.access import Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.grants import changes, documents, queries
from isotherm_api.grants.people import find_person, recipient_of
from isotherm_api.grants.schemas import ChangedGrant, Grant, GrantRecipient, Grants, NewGrant
from isotherm_api.ranges import DIGITS
from isotherm_api.schemas import Slug, Text

router = APIRouter(prefix="/grants", tags=["grants"])

GrantId = Annotated[int, Path(ge=1, lt=2**31), DIGITS]


@router.get("")
async def list_grants(
    parts: ServicesDep, access: AccessDep, site: Annotated[Slug, Query()]
) -> Grants:
    """Every grant of a site I manage."""
    async with parts.database.reading() as connection:
        managed = await site_of(connection, access, site, Role.MANAGER)
        rows = await queries.load_grants(connection, access.caller.issuer, managed.id)
    return Grants(items=[documents.grant(row) for row in rows])


@router.post("", status_code=201)
async def add_grant(
    parts: ServicesDep, access: AccessDep, wanted: NewGrant, response: Response
) -> Grant:
    """Gives a user or a group a role, also before their first login.

    A user name or e-mail address is looked up in Keycloak; only verified addresses count. To see
    first whom it names, ask `/grants/recipient` and send the `subject` it answers.
    """
    async with parts.database.reading() as connection:
        managed = await site_of(connection, access, wanted.site, Role.MANAGER)
    recipient = await recipient_of(parts, access, wanted)
    async with parts.database.writing() as connection:
        grant = await changes.add_grant(
            connection, access, managed, recipient, wanted.role, parts.clock.now()
        )
    parts.grants.forget()
    return tagged(response, grant)


@router.get("/recipient")
async def find_recipient(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug, Query()],
    username: Annotated[Text, Query(description="User name or verified e-mail address")],
) -> GrantRecipient:
    """Whom a user name or e-mail address names, to be confirmed before they are given a role."""
    async with parts.database.reading() as connection:
        await site_of(connection, access, site, Role.MANAGER)
    person = await find_person(parts, access, username)
    return documents.recipient(person)


@router.patch("/{grant_id}")
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


@router.delete("/{grant_id}", status_code=204)
async def remove_grant(
    parts: ServicesDep, access: AccessDep, grant_id: GrantId, if_match: IfMatch = None
) -> None:
    """Removes the role; open streams follow within seconds. If-Match as for a change."""
    async with parts.database.writing() as connection:
        await changes.remove_grant(connection, access, grant_id, if_match)
    parts.grants.forget()
