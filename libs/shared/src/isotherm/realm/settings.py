"""The settings of `isotherm-realm`, from the environment or from files that it names."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from isotherm.process.settings import EnvironmentSettings, authorities
from isotherm.realm.person import NewPerson


def _base(url: str) -> str:
    """Return the URL without slashes at its end."""
    return url.rstrip("/")


Url = Annotated[str, Field(pattern=r"^https?://[^/\s]+(/\S*)?$"), AfterValidator(_base)]


class ServerSettings(EnvironmentSettings):
    """Where Keycloak is, and who administers the realm: a user or a client."""

    keycloak_url: Url
    """The base URL with its path, such as http://keycloak:8080/idp."""
    keycloak_ca: Annotated[str | None, AfterValidator(authorities)] = None
    """The certificates (PEM) of authorities that may sign Keycloak's, usually given as a file.
    Without it they are those that the Python package certifi knows."""
    keycloak_admin_realm: str = Field(default="master", min_length=1)
    """The realm in which the administrator logs in."""
    keycloak_admin_username: str | None = None
    keycloak_admin_password: SecretStr | None = None
    keycloak_admin_client_id: str | None = None
    keycloak_admin_client_secret: SecretStr | None = None
    realm: str = Field(default="isotherm", pattern=r"^[^/?#\s]+$")
    realm_wait_s: float = Field(default=300, ge=0, le=3600)
    """How long to wait for a Keycloak that does not answer yet."""

    @model_validator(mode="after")
    def _one_administrator(self) -> "ServerSettings":
        by_user = bool(self.keycloak_admin_username and self.keycloak_admin_password)
        by_client = bool(self.keycloak_admin_client_id and self.keycloak_admin_client_secret)
        if by_user == by_client:
            raise PydanticCustomError(
                "administrator",
                "set either ISOTHERM_KEYCLOAK_ADMIN_USERNAME and _PASSWORD"
                " or ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID and _CLIENT_SECRET",
            )
        if self.realm == "master":
            raise PydanticCustomError(
                "master",
                "the realm (ISOTHERM_REALM) must not be Keycloak's own, master",
            )
        if by_user and self.keycloak_admin_realm == self.realm:
            raise PydanticCustomError(
                "own_realm",
                "an administrator of this realm itself must be a client"
                " (ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID): no client of the realm accepts a password",
            )
        return self


class RealmSettings(ServerSettings):
    """The further settings of `apply`: the values that the description needs."""

    public_url: Url
    """The URL of the pages in people's browsers."""
    oidc_client_secret: SecretStr = Field(min_length=1)
    oidc_lookup_client_secret: SecretStr = Field(min_length=1)
    grafana_url: Url | None = None
    """The URL of Grafana in people's browsers; without it, Grafana's client cannot be used."""
    grafana_client_secret: SecretStr | None = None
    ssl_required: Literal["external", "all", "none"] = "external"
    """From where Keycloak accepts plain HTTP: from private addresses, from nowhere, from all."""
    login_theme: str = Field(default="", pattern=r"^[\w.-]*$")
    """The theme of the sign-in pages, if Keycloak has it; empty leaves the realm's theme as it is.
    Keycloak has `isotherm` if it runs from Isotherm's image."""
    realm_shared: bool = False
    """Whether other applications use the realm too: its settings are left as they are then."""

    @model_validator(mode="after")
    def _grafana_is_whole(self) -> "RealmSettings":
        if self.grafana_url and not self.grafana_client_secret:
            raise PydanticCustomError(
                "grafana", "ISOTHERM_GRAFANA_URL needs ISOTHERM_GRAFANA_CLIENT_SECRET as well"
            )
        return self

    def values(self) -> dict[str, str]:
        """Return the values that the description's placeholders stand for."""
        values = {
            "ISOTHERM_REALM": self.realm,
            "ISOTHERM_PUBLIC_URL": self.public_url,
            "ISOTHERM_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": self.oidc_lookup_client_secret.get_secret_value(),
            "ISOTHERM_SSL_REQUIRED": self.ssl_required,
            "ISOTHERM_LOGIN_THEME": self.login_theme,
        }
        if self.grafana_url and self.grafana_client_secret:
            values["ISOTHERM_GRAFANA_URL"] = self.grafana_url
            values["ISOTHERM_GRAFANA_CLIENT_SECRET"] = self.grafana_client_secret.get_secret_value()
        return values


class AdministratorSettings(ServerSettings):
    """The further settings of `administrator`: who the first administrator is."""

    administrator_username: str = Field(min_length=1)
    administrator_password: SecretStr = Field(min_length=1)
    administrator_password_temporary: bool = True
    """Whether the password must be changed at the first login."""
    administrator_email: str | None = None
    """Without it, an address that cannot receive mail."""
    administrator_first_name: str = "Isotherm"
    administrator_last_name: str = "Administrator"

    def person(self) -> NewPerson:
        """Return the first administrator."""
        name = self.administrator_username
        email = self.administrator_email or (name if "@" in name else None)
        return NewPerson(
            username=name,
            password=self.administrator_password.get_secret_value(),
            email=email or f"{name}@isotherm.invalid",
            email_verified=email is not None,
            first_name=self.administrator_first_name,
            last_name=self.administrator_last_name,
            temporary=self.administrator_password_temporary,
            admin=True,
        )


class PersonSettings(ServerSettings):
    """The further setting of `add-person`."""

    person_password: SecretStr = Field(min_length=1)
