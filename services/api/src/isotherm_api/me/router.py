"""`GET` and `PATCH /me`."""

from fastapi import APIRouter

from isotherm_api.access import Access
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.me import queries
from isotherm_api.me.schemas import Me, Preferences
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/me", tags=["me"])


async def _me(connection: Connection, access: Access, account: queries.Account) -> Me:
    caller = access.caller
    return Me.model_validate(
        {
            "subject": caller.subject,
            "username": caller.username,
            "name": caller.name,
            "email": caller.email,
            "admin": access.admin,
            "unit": account.unit,
            "time_zone": account.time_zone,
            "theme": account.theme,
            "sites": [
                {"slug": slug, "role": role}
                for slug, role in await queries.sites(connection, access)
            ],
        }
    )


@router.get("")
async def read_me(parts: ServicesDep, access: AccessDep) -> Me:
    """Who I am here, what I may see, and how I like to see it."""
    async with parts.database.writing() as connection:
        account = await queries.account(connection, access.caller, parts.clock.now())
        return await _me(connection, access, account)


@router.patch("")
async def change_me(parts: ServicesDep, access: AccessDep, wanted: Preferences) -> Me:
    """Changes what is given and leaves the rest."""
    changes = {
        name: value
        for name, value in wanted.model_dump(exclude_unset=True).items()
        if value is not None or name == "time_zone"
    }
    require_zone(wanted.time_zone)
    async with parts.database.writing() as connection:
        now = parts.clock.now()
        await queries.account(connection, access.caller, now)
        await queries.prefer(connection, access.caller, changes)
        account = await queries.account(connection, access.caller, now)
        return await _me(connection, access, account)
