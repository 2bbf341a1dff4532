"""What the api is told by its environment."""

from pydantic import Field, SecretStr

from isotherm.process.settings import PartSettings


class ApiSettings(PartSettings):
    """Where to listen, whom to trust, and how much a request may ask for."""

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=0, le=65535)
    oidc_issuer: str = Field(pattern=r"^https?://")
    """The realm's public URL: what `iss` says in every token."""
    oidc_internal_url: str | None = Field(default=None, pattern=r"^https?://")
    """The realm's URL as the api reaches it; the issuer's own where not set."""
    oidc_audience: str = "isotherm-api"
    oidc_lookup_client_id: str | None = None
    """Service account that finds people in Keycloak before their first login."""
    oidc_lookup_client_secret: SecretStr | None = None
    database_pool: int = Field(default=10, ge=1, le=200)
    """Connections to PostgreSQL this process may hold."""
    statement_timeout_ms: int = Field(default=15_000, ge=100, le=600_000)
    streams_a_user: int = Field(default=6, ge=1, le=1000)
    """Live streams one user may have open at once."""

    @property
    def realm_url(self) -> str:
        """Where the realm is reached, without a slash at the end."""
        return (self.oidc_internal_url or self.oidc_issuer).rstrip("/")
