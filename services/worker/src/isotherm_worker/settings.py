"""The settings of worker, read from the environment once, in `main`."""

from pydantic import Field

from isotherm.process.settings import MqttSettings


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
