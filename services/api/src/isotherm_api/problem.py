"""Problems: the exceptions that end a request with a problem+json document (RFC 9457).

Problem
├── Invalid 422          ├── Conflict 409
├── Unauthorized 401     ├── Changed 412, PreconditionRequired 428
├── Forbidden 403        ├── TooLarge 413, HeadTooLarge 431, TooMany 429
├── NotFound 404         ├── Unavailable 503
├── BadRequest 400       ├── Timeout 408
└── Failed 500, the only one that is the server's fault
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """A wrong field of the request, and the reason."""

    field: str
    message: str


class FieldProblem(BaseModel):
    """A wrong field of the request, and the reason."""

    field: str
    message: str


class InTheWay(BaseModel):
    """An existing installation that the requested one would overlap."""

    sensor: str | None = Field(description="Null if you may not see its site")
    device: str
    channel: str
    from_: int | None = Field(
        alias="from", description="Milliseconds since 1970 UTC; null: no beginning"
    )
    to: int | None = Field(description="Milliseconds since 1970 UTC; null: no end")


class Taken(BaseModel):
    """The existing device whose name was wanted for a new one."""

    name: str
    state: Literal["proposed", "known", "removed", "other"] = Field(
        description="`other`: of a device that you may not see"
    )
    adoptable: bool = Field(description="Whether you may take it over, by sending `adopt`")


class BadCell(BaseModel):
    """What is wrong in a row of a file; `column` is empty if it is the row as a whole."""

    column: str
    message: str


class BadRow(BaseModel):
    """A row of a file that cannot be used."""

    line: int
    name: str | None
    errors: list[BadCell]


class ProblemDetails(BaseModel):
    """The body of every error response."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
    request_id: str
    in_the_way: list[InTheWay] | None = Field(
        default=None, description="Existing installations that the requested one overlaps"
    )
    taken: Taken | None = Field(default=None, description="The device that has the wanted name")
    rows: list[BadRow] | None = Field(default=None, description="All bad rows of a file")


class Problem(Exception):
    """Ends a request with a problem document; `detail` is a sentence for the user."""

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal server error"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail, self.errors, self.headers = detail, tuple(errors), dict(headers or {})
        self.more = dict(more or {})
        """Further members of the document."""


class Invalid(Problem):
    """A field of the request cannot be parsed or is out of bounds."""

    status, kind, title = 422, "invalid", "Invalid field"

    @classmethod
    def field(cls, field: str, message: str) -> "Invalid":
        """Return the problem of one field."""
        return cls(f"{field}: {message}", errors=[FieldError(field, message)])


class Unauthorized(Problem):
    """The request has no token, or one that is not valid."""

    status, kind, title = 401, "unauthorized", "Not signed in"

    def __init__(self, detail: str, *, sent: bool = True) -> None:
        challenge = 'Bearer error="invalid_token"' if sent else "Bearer"
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class Forbidden(Problem):
    """The caller may see the site, but their role does not allow this."""

    status, kind, title = 403, "forbidden", "Not permitted"


class NotFound(Problem):
    """It does not exist or the caller may not see it; both have the same words."""

    status, kind, title = 404, "not-found", "Not found"


class Conflict(Problem):
    """The request conflicts with existing data."""

    status, kind, title = 409, "conflict", "Conflict with existing data"


class Changed(Problem):
    """Someone else has changed it since the caller read it."""

    status, kind, title = 412, "changed", "Changed by someone else"


class PreconditionRequired(Problem):
    """A change needs an If-Match header."""

    status, kind, title = 428, "precondition-required", "If-Match is required"


class TooLarge(Problem):
    """The request body is too long."""

    status, kind, title = 413, "too-large", "Request body too large"


class BadRequest(Problem):
    """What a connection sent is not an HTTP request."""

    status, kind, title = 400, "bad-request", "Not a valid request"


class HeadTooLarge(Problem):
    """The line and headers of a request are too long."""

    status, kind, title = 431, "headers-too-large", "Request headers too large"


class Timeout(Problem):
    """The client did not complete its request in time."""

    status, kind, title = 408, "timeout", "Request not completed"


class TooMany(Problem):
    """The user has as many streams or exports running as allowed."""

    status, kind, title = 429, "too-many", "Too many at once"

    def __init__(self, detail: str, *, retry_after_s: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_s)})


class Unavailable(Problem):
    """The database or Keycloak is unavailable, or the server is overloaded."""

    status, kind, title = 503, "unavailable", "Temporarily unavailable"

    def __init__(self, detail: str, *, retry_after_s: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_s)})


class Failed(Problem):
    """A defect of the server; the log has the error under the request's id."""
