"""Settings of the api, read from the environment."""

from pydantic import Field, SecretStr

from isotherm.process.settings import PartSettings


class ApiSettings(PartSettings):
    """Addresses, the trusted issuer, and limits on resources."""

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=0, le=65535)
    oidc_issuer: str = Field(pattern=r"^https?://")
    """The realm's public URL, which is `iss` in every token."""
    oidc_internal_url: str | None = Field(default=None, pattern=r"^https?://")
    """The realm's URL as the api reaches it; `oidc_issuer` if not set."""
    oidc_audience: str = "isotherm-api"
    oidc_lookup_client_id: str | None = None
    """Service account that looks people up in Keycloak before their first login."""
    oidc_lookup_client_secret: SecretStr | None = None
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

    @property
    def realm_url(self) -> str:
        """Return the URL at which the api reaches the realm, without a trailing slash."""
        return (self.oidc_internal_url or self.oidc_issuer).rstrip("/")
