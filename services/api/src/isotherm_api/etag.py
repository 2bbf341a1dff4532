"""Entity tags, and the If-Match header that a change requires."""

import hashlib
from typing import Annotated, Protocol, TypeVar

import msgspec
from fastapi import Header, Response

from isotherm_api.problem import Changed, PreconditionRequired

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]


class State(Protocol):
    """A document with the entity tag of the state it shows."""

    @property
    def etag(self) -> str:
        """The tag that a change has to send as If-Match."""


Shown = TypeVar("Shown", bound=State)


def etag(*content: object) -> str:
    """Return the entity tag of a state; equal content has the same tag in every process."""
    return f'"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:24]}"'


def tagged(response: Response, shown: Shown) -> Shown:
    """Return the document, with its etag also in the ETag header of the response."""
    response.headers["ETag"] = shown.etag
    return shown


def require_match(if_match: str | None, current: str, changed: str) -> None:
    """Return if If-Match contains the current tag or `*`.

    Raises PreconditionRequired without If-Match, Changed with the sentence `changed` if the tags
    differ.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the etag that you want to change.")
    if not {tag.strip() for tag in if_match.split(",")} & {current, "*"}:
        raise Changed(changed)
