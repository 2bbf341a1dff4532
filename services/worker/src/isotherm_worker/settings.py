"""The settings of worker, read from the environment once, in `main`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from isotherm.process.settings import MqttSettings, PartSettings, authorities
from isotherm.sealing import is_key

_HOST = r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]+\])"


def _key(key: SecretStr | None) -> SecretStr | None:
    """Raise an error for a key that cannot open anything; the message must not repeat it."""
    if key is not None and not is_key(key.get_secret_value()):
        raise PydanticCustomError("sealing_key", "must be 32 bytes in URL-safe base64")
    return key


class WorkerSettings(MqttSettings):
    """The settings of every part that speaks MQTT, and those of worker's jobs."""

    days_ahead: int = Field(default=7, ge=1, le=60)
    """How many days ahead partitions are made."""
    reject_days: int = Field(default=30, ge=1, le=3650)
    """Days after which rejects are deleted."""
    proposal_days: int = Field(default=7, ge=1, le=3650)
    """Days of silence after which a proposal expires; it is proposed again once it speaks."""
    raw_days: int = Field(default=400, ge=2, le=36_500)
    """Days after which raw readings are dropped; rolled-up hours and days stay for ever."""
    queued_alert_messages: int = Field(default=100_000, ge=1)
    """Messages in the broker that raise an alert; fewer raise one if their number keeps growing."""
    start_grace_s: float = Field(default=90.0, ge=0, le=3600)
    """How long the other parts may take to start after worker, before that is an alert."""
    database_volume_bytes: int = Field(default=0, ge=0)
    """The size of the database's volume, for the metric of the same name; 0: unknown."""
    backup_expected: bool = False
    """Whether a backup is set up, so that its absence is a fault as well."""
    backup_max_age_hours: int = Field(default=50, ge=0)
    """How old the newest good backup may become; 0: it may be of any age."""
    certificate_broker: str | None = Field(default=None, pattern=rf"^{_HOST}:[0-9]{{1,5}}$")
    """Host and port of the devices' listener with TLS, whose certificate is looked at. Without it
    that of worker's own connection is, if it uses TLS."""
    certificate_broker_name: str | None = Field(default=None, pattern=rf"^{_HOST}$")
    """The host name that devices verify, if it is another one."""
    certificate_broker_ca: Annotated[str | None, AfterValidator(authorities)] = None
    """The certificates (PEM) of authorities that devices are given; the system's without it."""
    certificate_pages: str | None = Field(default=None, pattern=rf"^https?://{_HOST}(:[0-9]+)?/?$")
    """The public address of the pages, whose certificate is looked at if it is https."""
    broker_admin: Literal["mosquitto", "none"] = "mosquitto"
    """Who makes accounts at the broker: worker by Mosquitto's plugin, or somebody else."""
    mqtt_admin_password: SecretStr | None = None
    """The password of `service:admin`, with which worker administers the broker."""
    sealing_key: Annotated[SecretStr | None, AfterValidator(_key)] = None
    """Opens the passwords that api seals; the same as api's."""


class RenderSettings(PartSettings):
    """The settings of `render-accounts`: the passwords of the services at the broker."""

    mqtt_ingest_password: SecretStr
    mqtt_admin_password: SecretStr
    mqtt_password: SecretStr | None = None
    """Worker's own password, as for the service itself."""
    mqtt_worker_password: SecretStr | None = Field(default=None, validate_default=True)
    """The same by another name, where `mqtt_password` is not worker's."""

    render_wait_s: float = Field(default=60.0, ge=0, le=3600)
    """How long to wait for the database if there is no file to start the broker with."""

    @field_validator("mqtt_worker_password")
    @classmethod
    def _one_of_two(cls, password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        password = password or info.data.get("mqtt_password")
        if password is None:
            raise PydanticCustomError("missing_password", "is not set, nor ISOTHERM_MQTT_PASSWORD")
        return password
