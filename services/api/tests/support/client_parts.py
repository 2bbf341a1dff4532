"""The access of a caller, without a token."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from isotherm_api.access import Access, Role
from isotherm_api.caller import Caller


def access(admin: bool = True, **roles: Role) -> Access:
    """Return the access of a caller with these roles, such as `site1=Role.VIEWER`."""
    until = datetime.now(UTC) + timedelta(hours=1)
    caller = Caller("i", "s", "ada", None, None, (), admin, until)
    return Access(caller, {int(key.removeprefix("site")): role for key, role in roles.items()})


def access_at(roles: Mapping[int, Role]) -> Access:
    """Return the access of a caller who is no admin, with these roles by the sites' ids."""
    return access(False, **{f"site{site}": role for site, role in roles.items()})
