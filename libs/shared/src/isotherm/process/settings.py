"""The settings of a part, from the environment or files that it names; checked at the start."""

import os
import re
import socket
import ssl
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from isotherm.names import LONGEST_NAME, NAME

PREFIX = "ISOTHERM_"
T = TypeVar("T", bound=BaseSettings)


_DRIVERS_SECRETS = ("PGPASSWORD", "PGPASSFILE")
"""Where the database driver finds a password that is not in the URL."""
_TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_COLLECTOR = re.compile(r"console|https?://[^\s/?#@]+(/[^\s?#]*)?", re.ASCII)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::\d{1,5})?", re.ASCII)


def _database_url(url: SecretStr) -> SecretStr:
    """Raise an error for a URL that the driver cannot parse; the message must not repeat it."""
    try:
        parts = urlsplit(url.get_secret_value())
    except ValueError:
        parts = urlsplit("")
    hosts = parts.netloc.rpartition("@")[2].split(",")
    postgresql = parts.scheme in ("postgresql", "postgres")
    if not postgresql or not all(map(_HOST.fullmatch, hosts)):
        raise PydanticCustomError(
            "database_url",
            "must be postgresql://user:password@host:port/database, with the password's"
            " special characters as %XX",
        )
    _tls_options(parse_qs(parts.query))
    return url


def _tls_options(options: dict[str, list[str]]) -> None:
    """Raise an error for what the driver would only refuse at its first connection."""
    if not set(options.get("sslmode", [])) <= set(_TLS_MODES):
        raise PydanticCustomError("sslmode", f"sslmode must be one of {', '.join(_TLS_MODES)}")
    for path in options.get("sslrootcert", []):
        try:
            ssl.create_default_context().load_verify_locations(path)
        except (OSError, ValueError):
            raise PydanticCustomError(
                "sslrootcert", "sslrootcert names no readable file of certificates in PEM form"
            ) from None


def authorities(pem: str | None) -> str | None:
    """Raise an error for a text without certificates."""
    if pem is not None:
        try:
            ssl.create_default_context().load_verify_locations(cadata=pem)
        except (ssl.SSLError, ValueError):
            raise PydanticCustomError("authorities", "holds no certificates in PEM form") from None
    return pem


def _otlp_endpoint(endpoint: str | None) -> str | None:
    """Raise an error for what is neither a collector's URL nor `console`."""
    if endpoint is not None and not _COLLECTOR.fullmatch(endpoint):
        raise PydanticCustomError(
            "otlp_endpoint",
            "must be http://host:port or https://host:port without a password, or console",
        )
    return endpoint


def _lower_case(level: object) -> object:
    """Return a level in lower case, so that `INFO` means `info`."""
    return level.lower() if isinstance(level, str) else level


class _FileSource(EnvSettingsSource):
    """Reads a value from the file that `ISOTHERM_<NAME>_FILE` names, such as a mounted Secret."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = self.env_vars.get(f"{self.env_prefix}{field_name}_file".lower())
        if path is None:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not UTF-8"
            name = f"{PREFIX}{field_name.upper()}_FILE"
            raise SystemExit(complain(name, f"cannot be read: {why}")) from error


class EnvironmentSettings(BaseSettings):
    """Settings from the environment, or from files that it names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment, then files it names, and nothing else."""
        return init_settings, env_settings, _FileSource(settings_cls)


DatabaseUrl = Annotated[SecretStr, AfterValidator(_database_url)]
"""A PostgreSQL DSN. Without a password in it, the driver reads `PGPASSWORD`."""


class DatabaseSettings(EnvironmentSettings):
    """The only setting of a command that needs nothing but the database."""

    database_url: DatabaseUrl
    """The PostgreSQL DSN of the login that the command uses."""


class PartSettings(EnvironmentSettings):
    """The settings that every part has; each service adds its own in a subclass."""

    database_url: DatabaseUrl
    """The PostgreSQL DSN of this part's own role."""
    instance: str = Field(
        default_factory=socket.gethostname, pattern=f"^{NAME}$", max_length=LONGEST_NAME
    )
    """The stable name of this instance: the label of its logs and the key of its ledger rows."""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], BeforeValidator(_lower_case)
    ] = "info"
    loki_url: str | None = Field(default=None, pattern=r"^https?://")
    """Where logs are sent besides stdout, such as http://loki:3100."""
    otlp_endpoint: Annotated[str | None, AfterValidator(_otlp_endpoint)] = None
    """Where traces are sent by OTLP over HTTP, such as http://collector:4318; `console` writes them
    on stderr. Without it there are none."""
    trace_ratio: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)
    """The share of traces that are recorded; a trace that another part began follows it."""
    management_host: str = "127.0.0.1"
    management_port: int = Field(default=9090, ge=0, le=65535)
    """The port of healthz, readyz and metrics; 0 chooses a free one."""


class MqttSettings(PartSettings):
    """The further settings of a part that connects to the broker."""

    mqtt_host: str = "127.0.0.1"
    mqtt_port: int = Field(default=1883, ge=1, le=65535)
    mqtt_username: str
    mqtt_password: SecretStr
    mqtt_tls: bool = False
    """Whether to use TLS with the broker, and to verify its certificate."""
    mqtt_ca: Annotated[str | None, AfterValidator(authorities)] = None
    """The certificates (PEM) of authorities that may sign the broker's, usually given as a file.
    Without it they are the system's."""

    def mqtt_tls_context(self) -> ssl.SSLContext | None:
        """Return the TLS context for the broker, or None without TLS."""
        return ssl.create_default_context(cadata=self.mqtt_ca) if self.mqtt_tls else None


def complain(name: str, message: str) -> int:
    """Write the line about a bad setting to stderr, and return the exit code for it."""
    sys.stderr.write(f"{name}: {message}\n")
    return 2


def load(settings: type[T]) -> T:
    """Return the settings from the environment; end the process with code 2 if one is bad."""
    try:
        return settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX.rstrip("_")
        message = "is not set" if first["type"] == "missing" else _sentence(first["msg"])
        raise SystemExit(complain(name, message)) from None


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:]


def environment_names(settings: type[BaseSettings]) -> list[str]:
    """Return the variables that a settings class reads, for tests of documentation."""
    return sorted(PREFIX + name.upper() for name in settings.model_fields)


def without_settings(environment: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment without Isotherm's settings, to start a part with other ones."""
    source = os.environ if environment is None else environment
    return {key: value for key, value in source.items() if not _is_setting(key)}


def forget_settings() -> None:
    """Delete Isotherm's settings from the environment before another program is run in its place.

    They hold passwords that the program does not need.
    """
    for name in filter(_is_setting, list(os.environ)):
        del os.environ[name]


def _is_setting(name: str) -> bool:
    return name.startswith(PREFIX) or name in _DRIVERS_SECRETS
