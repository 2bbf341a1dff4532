"""`GET` and `PATCH /me`."""

from fastapi import APIRouter

from isotherm_api.access import sees_every_site
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.me import changes, documents, queries
from isotherm_api.me.schemas import Me, Preferences
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/me", tags=["me"])


@router.get("")
async def read_me(parts: ServicesDep, access: AccessDep) -> Me:
    """Who I am here, the sites I may see, and my preferences."""
    async with parts.database.writing() as connection:
        account = await queries.upsert_account(connection, access.caller, parts.clock.now())
        sites = await queries.load_sites(connection, access)
        every_site = await sees_every_site(connection, access)
    return documents.me(access, account, sites, every_site=every_site)


@router.patch("")
async def change_me(parts: ServicesDep, access: AccessDep, wanted: Preferences) -> Me:
    """Sets the preferences given."""
    require_zone(wanted.time_zone)
    async with parts.database.writing() as connection:
        account = await changes.set_preferences(connection, access, wanted, parts.clock.now())
        sites = await queries.load_sites(connection, access)
        every_site = await sees_every_site(connection, access)
    return documents.me(access, account, sites, every_site=every_site)
