"""Which themes Keycloak has: a realm that names a missing one gets Keycloak's own look."""

from collections.abc import Callable

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakGetError

from isotherm.realm.description import LOGIN_THEME, Description


def with_installed_theme(
    admin: KeycloakAdmin, description: Description, tell: Callable[[str], None]
) -> Description:
    """Return the description, without its theme if this Keycloak lacks it, which is told.

    Who may not read what Keycloak has sets the theme all the same: a missing one does no harm but
    lines in Keycloak's log.
    """
    theme = description.settings.get(LOGIN_THEME)
    if theme is None or theme in (themes := _read_login_themes(admin)) or not themes:
        return description
    tell(
        f"the realm keeps its theme: this Keycloak has no theme {theme} (ISOTHERM_LOGIN_THEME),"
        f" only {', '.join(sorted(themes))}"
    )
    return description.without(LOGIN_THEME)


def _read_login_themes(admin: KeycloakAdmin) -> set[str]:
    """Return the names of the themes for signing in; none if they may not be read."""
    try:
        info = admin.get_server_info()
    except KeycloakGetError as error:
        if error.response_code == 403:
            return set()
        raise
    return {str(theme["name"]) for theme in info.get("themes", {}).get("login", [])}
