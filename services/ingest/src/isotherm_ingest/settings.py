"""The settings of ingest."""

from pathlib import Path

from pydantic import Field

from isotherm.process.settings import MqttSettings, PartSettings


class IngestSettings(MqttSettings):
    """The settings of ingest beside those of every part that uses the broker."""

    receive_maximum: int = Field(default=20_000, ge=1, le=65_534)
    """Receive Maximum: messages that may be delivered but not acknowledged yet. 65,535 would not be
    sent, and Mosquitto would then fall back to 20."""
    held_bytes: int = Field(default=32 * 1024 * 1024, ge=64 * 1024)
    """Bytes of waiting messages above which reading from the broker is paused."""
    batch_messages: int = Field(default=10_000, ge=1, le=65_534)
    batch_bytes: int = Field(default=1024 * 1024, ge=1024)
    """Most payload bytes in a batch; a single larger message is a batch of its own."""
    linger_ms: int = Field(default=20, ge=0, le=1000)
    """Least time between commits; 0 when nearly idle."""
    stop_grace_s: float = Field(default=10.0, ge=0, le=300)
    """How long a stop waits for a batch that cannot be stored; the broker sends it again later."""
    reject_device_bytes: int = Field(default=32 * 1024 * 1024, ge=0)
    """Bytes of rejects kept per device and UTC day; further ones are only counted."""
    reject_total_bytes: int = Field(default=1024 * 1024 * 1024, ge=0)
    """Bytes of all rejects kept per UTC day. Incurable rejects may take half of either budget."""


class LeaveSettings(PartSettings):
    """The settings of `leave`; in a pod of the chart Kubernetes gives all of them."""

    statefulset: str | None = None
    """The StatefulSet of this pod; else it is the name of the instance without its number."""
    namespace: str | None = None
    """The namespace of this pod; else it is that of its service account."""
    service_account: Path = Path("/var/run/secrets/kubernetes.io/serviceaccount")
    """The folder where the service account's token, authority and namespace are mounted."""
