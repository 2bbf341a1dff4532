"""The signed-in person as the API answers them."""

from collections.abc import Iterable

from isotherm_api.access import Access
from isotherm_api.me.queries import Account
from isotherm_api.me.schemas import Me


def me(
    access: Access, account: Account, sites: Iterable[tuple[str, str]], *, every_site: bool
) -> Me:
    """Build the document of a caller; `sites` are slug and role of each site they see."""
    caller = access.caller
    return Me.model_validate(
        {
            "subject": caller.subject,
            "username": caller.username,
            "name": caller.name,
            "email": caller.email,
            "admin": access.admin,
            "every_site": every_site,
            "unit": account.unit,
            "time_zone": account.time_zone,
            "theme": account.theme,
            "sites": [{"slug": slug, "role": role} for slug, role in sites],
        }
    )
