"""The settings of `isotherm-migrate bootstrap`."""

from pydantic import Field, SecretStr

from isotherm.process.settings import DatabaseUrl, EnvironmentSettings
from isotherm.schema.roles import PARTS

_REQUIRED = Field(min_length=1)
_OPTIONAL = Field(default=None, min_length=1)


class BootstrapSettings(EnvironmentSettings):
    """The administrator of the server, and the password of each login."""

    admin_database_url: DatabaseUrl
    """The DSN of a superuser, or of a login with CREATEROLE and CREATEDB."""
    database_name: str = Field(default="isotherm", min_length=1, max_length=63)
    """The database of Isotherm, made if it is missing."""
    owner_password: SecretStr = _REQUIRED
    ingest_password: SecretStr = _REQUIRED
    worker_password: SecretStr = _REQUIRED
    api_password: SecretStr = _REQUIRED
    grafana_password: SecretStr | None = _OPTIONAL
    """Without it there is no login for Grafana."""
    keycloak_password: SecretStr | None = _OPTIONAL
    """Without it there is neither a login nor a database for Keycloak."""

    def passwords(self) -> dict[str, str]:
        """Return the password of each part that has one."""
        given = {part: getattr(self, f"{part}_password") for part in PARTS}
        return {part: secret.get_secret_value() for part, secret in given.items() if secret}
