"""Which state a change is meant for: entity tags, and If-Match that has to name them."""

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
    """The tag of a state: the same for the same content, whoever makes it and when."""
    return f'"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:24]}"'


def tagged(response: Response, shown: Shown) -> Shown:
    """The document, whose state the answer's ETag names as well."""
    response.headers["ETag"] = shown.etag
    return shown


def demand(if_match: str | None, current: str, changed: str) -> None:
    """Lets a change pass that names the present state, or any by `*`.

    PreconditionRequired where it names none, Changed, with that sentence, where it names another.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the etag of what you change.")
    if not {each.strip() for each in if_match.split(",")} & {current, "*"}:
        raise Changed(changed)
