"""The documents of installations."""

from pydantic import Field

from isotherm_api.schemas import Body, DeviceName, Instant, Model, Ms


class Installation(Model):
    """A channel fed a sensor, from an instant until just before another."""

    id: int
    sensor: str = Field(description="site-slug/sensor-slug")
    device: str
    channel: str
    from_: Ms | None = Field(alias="from", description="Null if it has no beginning")
    to: Ms | None = Field(description="Null while it continues")
    etag: str = Field(description="Send it as If-Match to change or remove this state")


class Installations(Model):
    """Every installation of a sensor, newest first."""

    items: list[Installation]


class NewInstallation(Body):
    """The channel that feeds the sensor, and since when; not in the future."""

    device: DeviceName
    channel: DeviceName
    from_: Instant = Field(alias="from")
    to: Instant | None = Field(default=None, description="Null: it continues")
    replace: bool = Field(
        default=False,
        description="End other installations of the sensor and of the channel at `from`",
    )


class ChangedInstallation(Body):
    """The ends to set. An end that is left out stays as it is; null removes it."""

    from_: Instant | None = Field(default=None, alias="from")
    to: Instant | None = None
