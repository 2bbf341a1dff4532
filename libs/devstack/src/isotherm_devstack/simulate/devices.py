"""The simulated devices: those of the demo, or any number with mixed profiles."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from isotherm.names import STATUS_CHANNEL, topic
from isotherm_devstack.demo.fleet import FLEET, SITES, Profile
from isotherm_devstack.simulate import profiles
from isotherm_devstack.simulate.curve import Curve
from isotherm_devstack.simulate.payload import FORMS, Form, carries_time

_WINTER = datetime(2025, 1, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Device:
    """A device with one probe: its topic, curve and payload form."""

    name: str
    channel: str
    profile: Profile
    seed: int
    form: Form
    curve: Curve

    @property
    def topic(self) -> str:
        """The topic of its readings."""
        return topic(self.name, self.channel)

    @property
    def status_topic(self) -> str:
        """The topic of its status: it publishes `online`; its last will is `offline`."""
        return topic(self.name, STATUS_CHANNEL)

    @property
    def clock_lead_ms(self) -> int:
        """How far its clock is ahead, in ms."""
        return profiles.clock_lead_ms(self.profile)

    @property
    def can_repeat(self) -> bool:
        """Whether a live reading sent twice is a duplicate: it contains its true time."""
        return carries_time(self.form) and self.clock_lead_ms == 0

    def is_silent(self, time_ms: int) -> bool:
        """Return whether it withholds its readings at that instant."""
        return profiles.is_silent(self.profile, self.seed, time_ms)


def device(name: str, channel: str, profile: Profile, seed: int, offset_ms: int = 0) -> Device:
    """Return a device; its form and curve follow from profile and seed."""
    form: Form = "timed" if profile == "wrong_clock" else FORMS[seed % len(FORMS)]
    curve = profiles.curve(profile, seed, offset_ms)
    return Device(name, channel, profile, seed, form, curve)


def demo(seed: int = 0) -> list[Device]:
    """Return the demo's devices; `seed` varies their values."""
    offsets = {site.slug: _offset_ms(site.time_zone) for site in SITES}
    return [
        device(
            sensor.device,
            sensor.channel,
            sensor.profile,
            sensor.seed + 4_000 * seed,
            offsets[sensor.site],
        )
        for sensor in FLEET
    ]


def mixed(count: int, seed: int = 0) -> list[Device]:
    """Return `count` devices named sim-0001, sim-0002, … with all profiles in turn."""
    kinds = profiles.PROFILES
    return [
        device(
            f"sim-{number:04d}",
            "temperature",
            kinds[(number - 1) % len(kinds)],
            1_000_000 * (seed + 1) + number,
        )
        for number in range(1, count + 1)
    ]


def _offset_ms(zone: str) -> int:
    offset = _WINTER.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return offset // timedelta(milliseconds=1)
