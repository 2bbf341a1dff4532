"""Entity tags: the one recipe for them, and the If-Match that a change needs."""

import hashlib
from typing import Annotated, Protocol, TypeVar

import msgspec
from fastapi import Header, Response

from isotherm_api.problem import Changed, PreconditionRequired

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]


class State(Protocol):
    """A document that says which state it shows."""

    @property
    def etag(self) -> str:
        """As a change of it has to name it."""


Shown = TypeVar("Shown", bound=State)


def etag(*content: object) -> str:
    """Return the tag of a state: the same for the same content, in every process."""
    return f'"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:24]}"'


def tagged(response: Response, shown: Shown) -> Shown:
    """Return the document, with its etag also in the ETag header of the response."""
    response.headers["ETag"] = shown.etag
    return shown


def require_match(if_match: str | None, current: str, changed: str) -> None:
    """Return if If-Match names the current state, or any state by `*`.

    Raises PreconditionRequired without If-Match, Changed with the sentence `changed` if it names
    another state.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the etag of what you change.")
    if not {tag.strip() for tag in if_match.split(",")} & {current, "*"}:
        raise Changed(changed)
