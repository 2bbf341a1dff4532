"""The documents of `grants`."""

from pydantic import Field, model_validator

from isotherm_api.schemas import Body, Model, Ms, RoleWord, Slug, Text


class Grant(Model):
    """A user or a group has a role at a site."""

    id: int
    site: str
    subject: str | None
    group: str | None
    username: str | None
    name: str | None
    email: str | None
    role: RoleWord
    granted_by: str
    granted_at: Ms
    last_seen: Ms | None
    etag: str = Field(description="Send it as If-Match to change or remove this state")


class Grants(Model):
    """Every grant of a site."""

    items: list[Grant]


class GrantRecipient(Model):
    """The person whom a user name or e-mail address names."""

    subject: str
    username: str
    name: str | None = Field(description="As they may have written it themselves")
    email: str | None = Field(description="Null if Keycloak has not verified it")


class CandidateGroup(Model):
    """A group of Keycloak; its path is what a grant names."""

    path: str
    name: str = Field(description="The last part of the path")


class GrantCandidates(Model):
    """Users and groups whose name contains the text, also before their first login."""

    users: list[GrantRecipient]
    groups: list[CandidateGroup]
    truncated: bool = Field(description="Whether there are more of either; ask for more letters")


class Via(Model):
    """A grant that gives a person a role: their own, or a group's of which they are a member."""

    grant: int
    role: RoleWord
    subject: str | None
    group: str | None


class PersonAccess(Model):
    """A person who may see the site."""

    subject: str
    username: str | None = Field(description="Null if nothing is known about the person")
    name: str | None = Field(description="As they may have written it themselves")
    email: str | None = Field(description="Null if Keycloak has not verified it")
    role: RoleWord = Field(description="The highest of the roles that they are given")
    last_seen: Ms | None = Field(description="Null before their first login")
    via: list[Via] = Field(description="Highest role first")


class GroupAccess(Model):
    """A group that may see the site."""

    path: str
    role: RoleWord
    grant: int
    members: int | None = Field(
        description="Members who can log in; null if they are not known, or too many to list"
    )


class SiteAccess(Model):
    """Who may see the site, and why; without administrators, who see every site."""

    items: list[PersonAccess] = Field(description="Highest role first, then by name")
    groups: list[GroupAccess]
    complete: bool = Field(description="Whether every person is listed; see `incomplete`")
    incomplete: str | None = Field(description="Why not, as a sentence")


class NewGrant(Body):
    """A role for a recipient: exactly one of subject, username (or e-mail) and group path."""

    site: Slug
    subject: Text | None = None
    username: Text | None = Field(
        default=None, description="User name, or e-mail address that Keycloak has verified"
    )
    group: Text | None = Field(default=None, description="Path of a Keycloak group, as /a/b")
    role: RoleWord

    @model_validator(mode="after")
    def _one(self) -> "NewGrant":
        recipients = (self.subject, self.username, self.group)
        given = [recipient for recipient in recipients if recipient is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of subject, username and group")
        if self.group is not None and not self.group.startswith("/"):
            raise ValueError("a group is a path and begins with /")
        return self


class ChangedGrant(Body):
    """The role to set."""

    role: RoleWord
