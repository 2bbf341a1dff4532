"""The documents of `sites`."""

from pydantic import Field, field_validator

from isotherm_api.schemas import Body, Model, Ms, Page, RoleWord, Slug, Text, Title, not_null

_ARCHIVED = "Since when it is hidden, with its sensors; null if it is not"


class Site(Model):
    """A site, with the caller's role there."""

    slug: str
    name: str
    time_zone: str
    role: RoleWord
    sensors: int = Field(description="Sensors that are not archived")
    devices: int = Field(description="Devices whose home site it is")
    archived: Ms | None = Field(description=_ARCHIVED)


class Sites(Page):
    """A page of sites, by slug."""

    items: list[Site]


class SiteDetails(Site):
    """A site with what decides which changes of it are possible."""

    zone_fixed: bool = Field(
        description="Whether the time zone can no longer change: hours and days of its sensors have"
        " been summed by it"
    )
    archived_sensors: int = Field(description="Its sensors that are archived themselves")
    created: Ms
    etag: str = Field(description="Send it as If-Match to change or delete this state")


class Deletion(Model):
    """What would be deleted with a site."""

    sensors: int = Field(
        description="Sensors, also archived ones, with their history, limits and installations"
    )
    devices: int = Field(
        description="Devices that would lose their home site; their channels become proposals again"
    )
    grants: int
    readings: bool = Field(
        description="Whether readings were stored, so that the deletion has to be confirmed with"
        " the slug. Raw readings stay with the channels until retention drops them"
    )
    first: Ms | None = Field(description="When the first reading was measured; null without any")
    last: Ms | None
    etag: str = Field(description="Send it as If-Match to delete this state")


class NewSite(Body):
    """A site to add."""

    name: Title
    time_zone: Text = Field(description="IANA time zone, such as Europe/Vienna")
    slug: Slug | None = Field(
        default=None,
        description="Its address, which never changes; made from the name if left out",
    )


class ChangedSite(Body):
    """The fields to set. Fields that are left out stay as they are."""

    name: Title | None = None
    time_zone: Text | None = Field(default=None, description="Only while `zone_fixed` is false")
    archived: bool | None = Field(
        default=None, description="True hides the site and its sensors, false shows them again"
    )

    _not_null = field_validator("name", "time_zone", "archived", mode="before")(not_null)
