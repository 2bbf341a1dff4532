"""The home sites that devices can be given."""

from isotherm.database import Connection
from isotherm_api.access import Access, Role, SiteRef, site_of
from isotherm_api.devices import queries
from isotherm_api.problem import Conflict, FieldError, NotFound


async def home_of(connection: Connection, access: Access, slug: str) -> SiteRef:
    """Return the site that the caller manages, and lock it against being archived or deleted.

    Raises as `site_of`, and Conflict if it is archived.
    """
    site = await site_of(connection, access, slug, Role.MANAGER, field="site")
    archived = await queries.lock_site(connection, site.id)
    if archived is None:
        raise NotFound(f"There is no site {slug} that you may see.")
    if archived:
        raise Conflict(
            f"{slug} is archived. Restore it first.",
            errors=[FieldError("site", "is archived; restore it first")],
        )
    return site
