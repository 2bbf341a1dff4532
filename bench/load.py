"""What is published in a trial: how many messages, by which devices, how fast, of which shape."""

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
    """Messages of QoS 1 and 80 bytes, one after the other from each device and each channel."""

    messages: int
    devices: int = 20
    channels: int = 50
    """Of each device; 64 is what one may have."""
    timed: bool = True
    """Whether payloads carry `time`."""
    days: int = 1
    """Over how many days the times are spread; not where a rate is given."""
    rate: int = 0
    """Messages a second; 0 is as fast as the broker takes them."""

    @property
    def names(self) -> list[str]:
        """The devices' names, which are their user names; all equally long."""
        return [f"bench-{number:04d}" for number in range(self.devices)]

    @property
    def all_channels(self) -> int:
        """Channels of all devices."""
        return self.devices * self.channels

    @property
    def seconds(self) -> float:
        """How long publishing takes at its rate; 0 where there is none."""
        return self.messages / self.rate if self.rate else 0.0

    @property
    def window(self) -> int:
        """How many messages a device keeps unacknowledged; 40,000 in all is never the limit."""
        return max(20, math.ceil(40_000 / self.devices))

    async def register(self, owner: asyncpg.Connection) -> None:
        """Makes devices and channels known, as they are in the product before they speak."""
        await owner.execute(_DEVICES, self.names)
        await owner.execute(_CHANNELS, self.channels)
