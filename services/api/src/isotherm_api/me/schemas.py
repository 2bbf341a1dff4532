"""The documents of `me`."""

from pydantic import Field

from isotherm_api.schemas import Body, Model, RoleWord, Theme, Unit


class MySite(Model):
    """A site I may see, with my role there."""

    slug: str
    role: RoleWord


class Me(Model):
    """The signed-in person."""

    subject: str
    username: str
    name: str | None
    email: str | None
    admin: bool
    every_site: bool = Field(
        description="Whether I may see every site, and so the figures of the whole system"
    )
    unit: Unit
    time_zone: str | None
    theme: Theme
    sites: list[MySite]


class Preferences(Body):
    """The preferences to set. Without a time zone (null), each site's own is used."""

    unit: Unit | None = None
    time_zone: str | None = None
    theme: Theme | None = None
