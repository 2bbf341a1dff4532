"""The documents of `sites`."""

from isotherm_api.schemas import Model, Page, RoleWord


class Site(Model):
    """A site, with the caller's role there."""

    slug: str
    name: str
    time_zone: str
    role: RoleWord
    sensors: int


class Sites(Page):
    """A page of sites, by slug."""

    items: list[Site]
