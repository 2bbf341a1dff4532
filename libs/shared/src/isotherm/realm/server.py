"""A Keycloak whose realm is administered: waits for it, logs in, and says what goes wrong."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakConnectionError
from requests.exceptions import SSLError

from isotherm.realm.errors import RealmError, Refused, Unreachable
from isotherm.realm.settings import ServerSettings
from isotherm.waiting.progress import Progress, WaitTimeoutError, say

_TIMEOUT_S = 60
"""For one request: creating a realm makes its keys, which takes seconds."""
_PAUSE_S = 1.0


@contextmanager
def administration(
    settings: ServerSettings, say: Callable[[str], None] = say
) -> Iterator[KeycloakAdmin]:
    """Give the administration of the realm, logged in, once Keycloak answers.

    Raise Unreachable if it does not answer in time, Refused if it refuses the login. Whatever
    Keycloak refuses within the block becomes a RealmError.
    """
    with _verified_by(settings.keycloak_ca) as verify, explained(settings):
        connection = _connection(settings, verify)
        _wait(connection, settings, say)
        _log_in(connection, settings)
        yield KeycloakAdmin(connection=connection)


@contextmanager
def _verified_by(pem: str | None) -> Iterator[bool | str]:
    """Give what verifies Keycloak's certificate: a file of authorities, or the usual ones."""
    if pem is None:
        yield True
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "authorities.pem"
        file.write_text(pem)
        yield str(file)


def _connection(settings: ServerSettings, verify: bool | str) -> KeycloakOpenIDConnection:
    password = settings.keycloak_admin_password
    secret = settings.keycloak_admin_client_secret
    connection = KeycloakOpenIDConnection(
        server_url=settings.keycloak_url + "/",
        realm_name=settings.realm,
        user_realm_name=settings.keycloak_admin_realm,
        username=settings.keycloak_admin_username,
        password=password.get_secret_value() if password else None,
        client_id=settings.keycloak_admin_client_id or "admin-cli",
        client_secret_key=secret.get_secret_value() if secret else None,
        timeout=_TIMEOUT_S,
        max_retries=0,
    )
    # not in the constructor: its asynchronous client, which is not used here, takes no path
    for manager in (connection, connection.keycloak_openid.connection):
        manager.verify = verify
    return connection


def _wait(
    connection: KeycloakOpenIDConnection, settings: ServerSettings, say: Callable[[str], None]
) -> None:
    """Return once Keycloak answers; raise Unreachable if it does not in time."""
    progress = Progress("Keycloak", say, timeout_s=settings.realm_wait_s)
    while True:
        try:
            return _ask(connection, settings)
        except Unreachable as error:
            try:
                progress.waiting(str(error))
            except WaitTimeoutError:
                raise error from None
            time.sleep(_PAUSE_S)


def _ask(connection: KeycloakOpenIDConnection, settings: ServerSettings) -> None:
    """Read the public page of the administrator's realm.

    Raise Unreachable if Keycloak is not there or not ready, Refused if waiting cannot help.
    """
    url = f"{settings.keycloak_url}/realms/{settings.keycloak_admin_realm}"
    try:
        connection.keycloak_openid.well_known()
    except KeycloakConnectionError as error:
        if isinstance(error.__cause__, SSLError):
            raise Refused(
                f"the certificate of {settings.keycloak_url} is not trusted: {_cause(error)}."
                " ISOTHERM_KEYCLOAK_CA_FILE names the authorities to trust."
            ) from error
        raise Unreachable(f"{url} cannot be reached: {_cause(error)}") from error
    except TypeError as error:
        raise Unreachable(f"{url} is not Keycloak") from error
    except KeycloakError as error:
        if error.response_code == 404 and "Realm does not exist" in _said(error):
            raise Refused(
                f"there is no realm {settings.keycloak_admin_realm} at {settings.keycloak_url}"
                " (ISOTHERM_KEYCLOAK_ADMIN_REALM)"
            ) from error
        hint = ": does its base path differ?"
        raise Unreachable(
            f"{url} answers {error.response_code}{hint if error.response_code == 404 else ''}"
        ) from error


def _log_in(connection: KeycloakOpenIDConnection, settings: ServerSettings) -> None:
    """Get a token; raise Refused for a wrong password or secret."""
    try:
        connection.get_token()
    except KeycloakConnectionError:
        raise
    except KeycloakError as error:
        if settings.keycloak_admin_client_id:
            who, names = f"client {settings.keycloak_admin_client_id}", "CLIENT_ID, _CLIENT_SECRET"
        else:
            who, names = f"user {settings.keycloak_admin_username}", "USERNAME, _PASSWORD"
        raise Refused(
            f"Keycloak refuses the login of {who} in realm {settings.keycloak_admin_realm}"
            f" (ISOTHERM_KEYCLOAK_ADMIN_{names}): {_said(error)}"
        ) from error


@contextmanager
def explained(settings: ServerSettings, doing: str = "") -> Iterator[None]:
    """Turn what python-keycloak raises within the block into a RealmError of one line."""
    prefix = f"{doing}: " if doing else ""
    try:
        yield
    except KeycloakConnectionError as error:
        raise Unreachable(
            f"{prefix}{settings.keycloak_url} cannot be reached: {_cause(error)}"
        ) from error
    except KeycloakError as error:
        if error.response_code == 403:
            raise Refused(
                f"{prefix}the administrator may not do that: it needs the role realm-admin"
                f" of realm {settings.realm}"
            ) from error
        raise RealmError(f"{prefix}Keycloak answers {error.response_code}: {_said(error)}") from (
            error
        )


def _cause(error: KeycloakError) -> str:
    """Return the innermost reason why a request failed."""
    cause: BaseException = error
    while inner := cause.__cause__ or cause.__context__:
        cause = inner
    return str(cause) or type(cause).__name__


def _said(error: KeycloakError) -> str:
    """Return the message in Keycloak's answer."""
    text = (error.response_body or b"").decode(errors="replace")
    try:
        answer = json.loads(text)
    except ValueError:
        return " ".join(text.split())[:200] or str(error.error_message)
    if not isinstance(answer, dict):
        return text[:200]
    for key in ("error_description", "errorMessage", "error"):
        if answer.get(key):
            return str(answer[key])
    return text[:200]
