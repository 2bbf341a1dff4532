"""The documents of installations."""

from pydantic import Field

from isotherm_api.schemas import DeviceName, Instant, Model, Ms


class Installation(Model):
    """A channel fed a sensor, from an instant until just before another."""

    id: int
    sensor: str = Field(description="site-slug/sensor-slug")
    device: str
    channel: str
    from_: Ms | None = Field(alias="from", description="Null where it has no beginning")
    to: Ms | None = Field(description="Null while it goes on")
    etag: str = Field(description="Send it as If-Match to change or remove this state")


class Installations(Model):
    """Every installation of a sensor, newest first."""

    items: list[Installation]


class NewInstallation(Model):
    """What feeds the sensor, and since when; the past is welcome, the future is not."""

    device: DeviceName
    channel: DeviceName
    from_: Instant = Field(alias="from")
    to: Instant | None = Field(default=None, description="Null: it goes on")
    replace: bool = Field(
        default=False,
        description="End at `from` what feeds the sensor, and what the channel feeds, then",
    )


class ChangedInstallation(Model):
    """Other ends; what is left out stays, and null takes an end away."""

    from_: Instant | None = Field(default=None, alias="from")
    to: Instant | None = None
