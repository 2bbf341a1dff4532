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
