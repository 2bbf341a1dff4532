"""Adds people who do not exist, and removes those it added for a while; changes nobody else."""

from collections.abc import Iterator

from keycloak import KeycloakAdmin, KeycloakError

from isotherm.realm.description import ADMIN
from isotherm.realm.errors import RealmError
from isotherm.realm.person import NewPerson

_MADE = "@made.isotherm.invalid"
"""The domain in the e-mail address of people added for a while. Nobody else can have it, and people
cannot change their address."""
_MOST = 100


def add_administrator(admin: KeycloakAdmin, person: NewPerson) -> str:
    """Add the first administrator unless somebody has the role; return what was done, in a line.

    Raise RealmError if a person of this name exists who does not have the role.
    """
    holder = next(holders(admin), None)
    if holder is not None:
        return f"no administrator added: {holder} has the role {ADMIN} already"
    if admin.get_user_id(person.username) is not None:
        raise RealmError(
            f"nobody has the role {ADMIN}, and {person.username} exists already and is not changed:"
            " give somebody the role in Keycloak, or set another ISOTHERM_ADMINISTRATOR_USERNAME"
        )
    _add(admin, person)
    change = ", who must change the password at the first login" if person.temporary else ""
    return f"administrator {person.username} added{change}"


def add_made(admin: KeycloakAdmin, username: str, password: str, *, is_admin: bool) -> str:
    """Add a person for a while, or once more with this password; return what was done, in a line.

    Raise RealmError if somebody else has this name.
    """
    remove_made(admin, username)
    person = NewPerson(
        username=username,
        password=password,
        email=f"{username}{_MADE}",
        email_verified=False,
        first_name="Temporary",
        last_name="Person",
        temporary=False,
        admin=is_admin,
    )
    _add(admin, person)
    return f"person {username} added{f' with the role {ADMIN}' if is_admin else ''}"


def remove_made(admin: KeycloakAdmin, username: str) -> str:
    """Remove a person whom `add_made` added; return what was done, in a line.

    Raise RealmError if it was somebody else who added them.
    """
    user_id = admin.get_user_id(username)
    if user_id is None:
        return f"there is no person {username}"
    email = str(admin.get_user(user_id).get("email", ""))
    if email != f"{username.lower()}{_MADE}":
        raise RealmError(f"person {username} was not added by isotherm-realm and is not touched")
    admin.delete_user(user_id)
    return f"person {username} removed"


def _add(admin: KeycloakAdmin, person: NewPerson) -> None:
    """Add a person with their role, or nobody."""
    user_id = admin.create_user(person.representation())
    if not person.admin:
        return
    try:
        admin.assign_realm_roles(user_id, [admin.get_realm_role(ADMIN)])
    except KeycloakError:
        admin.delete_user(user_id)
        raise


def holders(admin: KeycloakAdmin) -> Iterator[str]:
    """Yield the names of people with the role of administrators: by itself, by a role or a group.

    At most 100 of each way are looked at.
    """
    for role in _roles_with_admin(admin):
        for user in admin.get_realm_role_members(role, {"max": _MOST}):
            if not str(user["username"]).startswith("service-account-"):
                yield user["username"]
        for group in admin.get_realm_role_groups(role):
            yield from _members(admin, group["id"])


def _roles_with_admin(admin: KeycloakAdmin) -> set[str]:
    """Return the realm roles that contain the role of administrators, and that role itself."""
    parts = {
        role["name"]: {
            part["name"] for part in admin.get_composite_realm_roles_of_role(role["name"])
        }
        for role in admin.get_realm_roles()
        if role["composite"]
    }
    roles = {ADMIN}
    while wider := {name for name, names in parts.items() if names & roles} - roles:
        roles |= wider
    return roles


def _members(admin: KeycloakAdmin, group: str) -> Iterator[str]:
    """Yield the names of a group's members, and of those of the groups in it."""
    for user in admin.get_group_members(group, {"max": _MOST}):
        yield user["username"]
    for child in admin.get_group_children(group, {"max": _MOST}):
        yield from _members(admin, child["id"])
