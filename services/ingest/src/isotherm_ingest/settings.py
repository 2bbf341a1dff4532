"""The settings of ingest."""

from pydantic import Field

from isotherm.settings import MqttSettings


class Settings(MqttSettings):
    """What ingest is told beside what every part is told."""

    receive_maximum: int = Field(default=20_000, ge=1, le=65_534)
    """Messages the broker may have sent that are not acknowledged; 65,535 would be sent as absent,
    and Mosquitto then falls back to 20."""
    held_bytes: int = Field(default=32 * 1024 * 1024, ge=64 * 1024)
    """Bytes of messages waiting here, beyond which nothing more is read from the broker."""
    batch_messages: int = Field(default=10_000, ge=1, le=65_534)
    batch_bytes: int = Field(default=1024 * 1024, ge=1024)
    """Payload bytes in a batch; one message more where it alone is larger."""
    linger_ms: int = Field(default=20, ge=0, le=1000)
    """Least time between commits; none when nearly idle."""
    stop_grace_s: float = Field(default=10.0, ge=0, le=300)
    """How long a stop waits for a batch that cannot be stored; nothing is lost after it."""
    reject_device_bytes: int = Field(default=32 * 1024 * 1024, ge=0)
    """Of one device's curable rejects, kept each UTC day; more are only counted."""
    reject_total_bytes: int = Field(default=1024 * 1024 * 1024, ge=0)
    """Of all rejects, kept each UTC day; those that nothing cures take half of it at most."""
