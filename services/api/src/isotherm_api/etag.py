"""Which state a change is meant for: entity tags, and If-Match that has to name them."""

import hashlib
from typing import Annotated

import msgspec
from fastapi import Header

from isotherm_api.problem import Changed, PreconditionRequired

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]


def etag(*content: object) -> str:
    """The tag of a state: the same for the same content, whoever makes it and when."""
    return f'"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:24]}"'


def demand(if_match: str | None, current: str, changed: str) -> None:
    """Lets a change pass that names the present state, or any by `*`.

    PreconditionRequired where it names none, Changed, with that sentence, where it names another.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the etag of what you change.")
    if not {each.strip() for each in if_match.split(",")} & {current, "*"}:
        raise Changed(changed)
