"""The load of a trial: number of messages, devices, channels, rate and shape."""

import math
from dataclasses import dataclass

import asyncpg

PAYLOAD_BYTES = 80

_DEVICES = "INSERT INTO device (name, state) SELECT unnest($1::text[]), 'known'"
_CHANNELS = """
INSERT INTO channel (device_id, name, state)
SELECT d.id, 'c' || lpad(n::text, 2, '0'), 'known'
FROM device d CROSS JOIN generate_series(0, $1::int - 1) AS n
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Messages with QoS 1 and 80 bytes, from each device and each channel in turn."""

    messages: int
    devices: int = 20
    channels: int = 50
    """Channels per device; at most 64 are allowed."""
    timed: bool = True
    """Whether payloads carry `time`."""
    traced: bool = False
    """Whether each message has a `traceparent` of its own; the devices then speak MQTT 5."""
    days: int = 1
    """Number of days over which times are spread; unused if a rate is set."""
    rate: int = 0
    """Messages a second; 0 publishes as fast as the broker accepts them."""

    @property
    def names(self) -> list[str]:
        """The devices' names, which are also their user names; all have the same length."""
        return [f"bench-{number:04d}" for number in range(self.devices)]

    @property
    def all_channels(self) -> int:
        """Channels of all devices."""
        return self.devices * self.channels

    @property
    def seconds(self) -> float:
        """Seconds that publishing takes at the rate; 0 without a rate."""
        return self.messages / self.rate if self.rate else 0.0

    @property
    def window(self) -> int:
        """Unacknowledged messages per device; 40,000 in total is never the bottleneck."""
        return max(20, math.ceil(40_000 / self.devices))

    async def register(self, owner: asyncpg.Connection) -> None:
        """Insert the devices and channels as known, so that publishing does not create them."""
        await owner.execute(_DEVICES, self.names)
        await owner.execute(_CHANNELS, self.channels)
