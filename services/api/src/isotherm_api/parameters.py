"""Query parameters: what a route does not have is refused instead of ignored.

Otherwise a filter whose name is misspelt would select everything.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.datastructures import QueryParams

from isotherm_api.context import TokenCallerDep
from isotherm_api.problem import FieldError, Invalid

_MOST_ERRORS = 20
_NAME_CHARACTERS = 100


async def known_parameters(request: Request, _: TokenCallerDep) -> None:
    """Raise Invalid if a parameter is not one of the route's, or is repeated although not a list.

    A request without a valid token is refused as such before.
    """
    if request.query_params:
        route: APIRoute = request.scope["route"]
        require_known(request.query_params, dict(_parameters(route.dependant)))


def require_known(sent: QueryParams, known: Mapping[str, bool]) -> None:
    """Raise Invalid if a parameter is not `known`, or is repeated although it is no list.

    `known` says by name whether a parameter is a list.
    """
    counts = Counter(name for name, _ in sent.multi_items())
    errors = [
        FieldError(name[:_NAME_CHARACTERS], reason)
        for name, count in counts.items()
        if (reason := _reason(name, count, known)) is not None
    ]
    if errors:
        detail = f"{errors[0].field}: {errors[0].message}"
        raise Invalid(detail, errors=errors[:_MOST_ERRORS])


def _reason(name: str, count: int, known: Mapping[str, bool]) -> str | None:
    """Return why a parameter that was sent `count` times is refused; None if it is not."""
    if name not in known:
        names = f"it has {', '.join(sorted(known))}" if known else "it has none"
        return f"is not a parameter of this path; {names}"
    return None if count == 1 or known[name] else f"was sent {count} times; send it once"


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Yield the query parameters of a route and of what it depends on; True for a list."""
    for field in dependant.query_params:
        yield field.alias, _is_list(field.field_info.annotation)
    for inner in dependant.dependencies:
        yield from _parameters(inner)


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is list or any(map(_is_list, get_args(annotation)))
