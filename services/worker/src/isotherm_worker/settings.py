"""What the worker is told; read from the environment once, in main."""

from pydantic import Field

from isotherm.process.settings import MqttSettings


class WorkerSettings(MqttSettings):
    """Beside what every part is told: how far ahead, how long, how often."""

    days_ahead: int = Field(default=7, ge=1, le=60)
    """How many days' partitions are there before their day begins."""
    reject_days: int = Field(default=30, ge=1, le=3650)
    """How long rejects are kept."""
    raw_days: int = Field(default=400, ge=2, le=36_500)
    """How long raw readings are kept; what they were rolled up to stays for ever."""
    queued_alert_messages: int = Field(default=100_000, ge=1)
    """So many messages that wait in the broker are an alert; fewer are one if they keep rising."""
