"""Makes a realm agree with its description, or says what that would change."""

from collections.abc import Callable, Iterator
from functools import partial

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakGetError, KeycloakPostError

from isotherm.realm import creation
from isotherm.realm.change import Change, fields, named
from isotherm.realm.clients import changes_of_client, changes_of_unused
from isotherm.realm.description import Description, Representation
from isotherm.realm.differences import Difference, differences, merged
from isotherm.realm.errors import Refused
from isotherm.realm.mappings import changes_of_scope, changes_of_service_account
from isotherm.realm.themes import with_installed_theme


def changes(admin: KeycloakAdmin, description: Description) -> Iterator[Change]:
    """Yield what must change, each read from Keycloak after the one before it was made or skipped.

    A realm that does not exist is created whole; nothing else changes then.
    """
    actual = _read_realm(admin, description.realm)
    if actual is None:
        act = partial(_create, admin, description)
        yield Change(f"realm {description.realm}", _creation(description), act, is_creation=True)
        return
    yield from _changes_of_settings(admin, description, actual)
    yield from _changes_of_profile(admin, description)
    yield from _changes_of_roles(admin, description)
    for client in description.clients:
        yield from changes_of_client(admin, client)
        yield from changes_of_scope(admin, client)
        yield from changes_of_service_account(admin, client)
    for name in description.unused_clients:
        yield from changes_of_unused(admin, name)


def apply(
    admin: KeycloakAdmin,
    description: Description,
    tell: Callable[[str], None],
    *,
    dry_run: bool = False,
) -> int:
    """Make each change and tell it; return how many changes were told. A dry run only tells."""
    description = with_installed_theme(admin, description, tell)
    count = 0
    for change in changes(admin, description):
        if not dry_run:
            change.act()
        for line in change.lines(whole=dry_run):
            tell(f"would change {line}" if dry_run else line)
            count += 1
    return count


def _read_realm(admin: KeycloakAdmin, realm: str) -> Representation | None:
    try:
        return admin.get_realm(realm)
    except KeycloakGetError as error:
        if error.response_code == 404:
            return None
        raise


def _creation(description: Description) -> tuple[str, ...]:
    """Return what a new realm has: in one line, and then field by field."""
    roles = ", ".join(role["name"] for role in description.roles)
    clients = ", ".join(client.name for client in description.clients)
    return (
        f"created, with role {roles} and clients {clients}",
        *map(str, differences(description.settings, {})),
        *(
            f"client {client.name}: {difference}"
            for client in description.clients
            for difference in differences(client.representation, {})
        ),
    )


def _create(admin: KeycloakAdmin, description: Description) -> None:
    """Create the realm, and get a token that has rights in it.

    Raise Refused if the administrator may not create realms.
    """
    try:
        admin.create_realm(creation.representation(description))
    except KeycloakPostError as error:
        if error.response_code == 403:
            raise Refused(
                f"there is no realm {description.realm}, and the administrator may not create one:"
                " create it first, empty"
            ) from error
        raise
    admin.connection.get_token()


def _changes_of_settings(
    admin: KeycloakAdmin, description: Description, actual: Representation
) -> Iterator[Change]:
    """Yield what must change in the realm's own settings; Keycloak leaves the rest."""
    act = partial(admin.update_realm, description.realm, description.settings)
    differing = list(differences(description.settings, actual))
    yield from fields(f"realm {description.realm}", differing, act)


def _changes_of_profile(admin: KeycloakAdmin, description: Description) -> Iterator[Change]:
    """Yield what must change in the described attributes of users; others are left alone."""
    if not description.profile:
        return
    actual = admin.get_realm_users_profile()
    existing = named(actual["attributes"])
    differing: list[Difference] = []
    attributes = dict(existing)
    for attribute in description.profile:
        before = existing.get(attribute["name"], {})
        path = ("attributes", attribute["name"])
        differing += differences(attribute, before, path)
        attributes[attribute["name"]] = merged(attribute, before)
    profile = actual | {"attributes": list(attributes.values())}
    act = partial(admin.update_realm_users_profile, profile)
    yield from fields("user profile", differing, act)


def _changes_of_roles(admin: KeycloakAdmin, description: Description) -> Iterator[Change]:
    for role in description.roles:
        name = role["name"]
        try:
            actual = admin.get_realm_role(name)
        except KeycloakGetError as error:
            if error.response_code != 404:
                raise
            yield Change(f"role {name}", ("created",), partial(admin.create_realm_role, role))
            continue
        act = partial(admin.update_realm_role, name, merged(role, actual))
        yield from fields(f"role {name}", list(differences(role, actual)), act)
