"""The documents of `sensors`."""

from pydantic import Field, field_validator

from isotherm_api.current.schemas import Sensor
from isotherm_api.schemas import Body, Model, Ms, Page, RoleWord, Slug, Title, not_null


class Sensors(Page):
    """A page of sensors, ordered by site and slug."""

    items: list[Sensor]


class Installed(Model):
    """A channel that supplied the sensor, and when."""

    device: str
    channel: str
    from_: Ms | None = Field(alias="from", description="Null: no beginning")
    to: Ms | None


class SensorDetails(Sensor):
    """One sensor, with the channels that have supplied it and my role at its site."""

    installations: list[Installed]
    role: RoleWord
    site_archived: Ms | None = Field(
        description="Since when its site is hidden with all sensors; null if it is not"
    )
    deletable: bool = Field(description="Whether it can be deleted: it has never had a reading")
    etag: str = Field(description="Send it as If-Match to change or delete this state")


class BareSensor(Body):
    """A sensor to add at a site, without a device."""

    site: Slug
    name: Title
    slug: Slug | None = Field(default=None, description="Made from the name if left out")
    place: Title | None = None


class ChangedSensor(Body):
    """The fields to set. Fields that are left out stay as they are."""

    name: Title | None = None
    place: Title | None = Field(default=None, description="Null removes it")
    archived: bool | None = Field(
        default=None, description="True hides the sensor, false shows it again"
    )
    after: Slug | None = Field(
        default=None,
        description="The sensor after which it shall stand in the site's list; null: at the top",
    )

    _not_null = field_validator("name", "archived", mode="before")(not_null)


class Refusal(Model):
    """Why messages or elements of the sensor's channels did not become readings, and how many.

    Counted by UTC hour of receipt, in each hour in which the channel was installed on the sensor.
    """

    reason: str
    title: str
    cure: str = Field(description="What to do about it")
    devices: list[str] = Field(description="The devices that sent them")
    count: int = Field(description="In the UTC hours that the range touches")
    last_day: int = Field(description="In the last 24 UTC hours, including the current one")


class Refusals(Model):
    """What was refused of the sensor's channels, most frequent of the last day first."""

    items: list[Refusal]
