"""Settings of the api, read from the environment."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from isotherm.process.settings import PartSettings, authorities
from isotherm.sealing import is_key
from isotherm_api.administration import Administration, AdministrationWord
from isotherm_api.observation import RUNBOOKS_URL


class ApiSettings(PartSettings):
    """Addresses, the trusted issuer, and limits on resources."""

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=0, le=65535)
    stop_delay_s: float = Field(default=0.0, ge=0, le=300)
    """How long a stop goes on serving, so that whoever routes requests can learn of it."""
    stop_grace_s: int = Field(default=10, ge=1, le=300)
    """How long requests that still run after that may take before they are cut off."""
    oidc_issuer: str = Field(pattern=r"^https?://")
    """The realm's public URL, which is `iss` in every token."""
    oidc_internal_url: str | None = Field(default=None, pattern=r"^https?://")
    """The realm's URL as the api reaches it; `oidc_issuer` if not set."""
    oidc_audience: str = "isotherm-api"
    oidc_web_client_id: str = "isotherm-web"
    """The client whose tokens frontend sends; with others nobody can pass for a frontend."""
    oidc_lookup_client_id: str | None = None
    """Service account that looks people up in Keycloak before their first login."""
    oidc_lookup_client_secret: SecretStr | None = None
    broker_admin: AdministrationWord = "mosquitto"
    """`mosquitto`: worker makes the accounts of devices. `none`: somebody else makes them."""
    sealing_key: SecretStr | None = Field(default=None, validate_default=True)
    """The key that api and worker share, for new passwords; required unless `broker_admin` is
    `none`."""
    mqtt_public_host: str = Field(default="localhost", pattern=r"^[A-Za-z0-9._:-]{1,253}$")
    """The broker's host as devices reach it; pages print it."""
    mqtt_public_port: int = Field(default=1883, ge=1, le=65535)
    mqtt_public_tls_port: int | None = Field(default=None, ge=1, le=65535)
    """The port of the broker's TLS listener; without it there is none."""
    mqtt_public_ca: Annotated[str | None, AfterValidator(authorities)] = None
    """The certificates (PEM) that devices have to trust, usually given as a file."""
    database_pool: int = Field(default=10, ge=1, le=200)
    """Size of this process's connection pool."""
    statement_timeout_ms: int = Field(default=15_000, ge=100, le=600_000)
    streams_a_user: int = Field(default=6, ge=1, le=1000)
    """Live streams that one user may have open at once."""
    connections: int = Field(default=4096, ge=1, le=100_000)
    """Connections of this process at once; beyond, the oldest without a request is closed."""
    request_head_bytes: int = Field(default=16_384, ge=4096, le=1_048_576)
    """Of a request's line and headers; a longer head is answered with 431."""
    request_head_s: float = Field(default=10.0, gt=0, le=600)
    """Seconds until the head of a request has to be complete; a later one is answered with 408."""
    request_body_s: float = Field(default=30.0, gt=0, le=600)
    """Seconds from the head of a request to the end of its body."""

    prometheus_url: str | None = Field(default=None, pattern=r"^https?://[^/]")
    """The Prometheus whose alerts the status page shows; without it those of worker alone."""
    grafana_url: str | None = Field(default=None, pattern=r"^https?://[^/]")
    """Where people open Grafana; the status page links to it."""
    runbooks_url: str = Field(default=RUNBOOKS_URL, pattern=r"^https?://[^/]")
    """The folder that holds a file for each alert, to which the status page links."""

    @field_validator("sealing_key")
    @classmethod
    def _usable(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("broker_admin") == "none":
            return key
        if key is None:
            raise PydanticCustomError(
                "sealing_key", "is not set; api and worker need the same key, or BROKER_ADMIN=none"
            )
        if not is_key(key.get_secret_value()):
            raise PydanticCustomError(
                "sealing_key", "is not a key: 32 random bytes in URL-safe base64"
            )
        return key

    def administration(self) -> Administration:
        """Return who administers the broker, and where devices connect."""
        key = self.sealing_key
        return Administration(
            kind=self.broker_admin,
            sealing_key="" if key is None else key.get_secret_value(),
            host=self.mqtt_public_host,
            port=self.mqtt_public_port,
            tls_port=self.mqtt_public_tls_port,
            ca=self.mqtt_public_ca,
        )

    @property
    def realm_url(self) -> str:
        """Return the URL at which the api reaches the realm, without a trailing slash."""
        return (self.oidc_internal_url or self.oidc_issuer).rstrip("/")
