"""Dependencies of a request: its caller, their access, and the services of the app."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from isotherm.instants import Clock
from isotherm_api.access import Access, Grants
from isotherm_api.administration import Administration
from isotherm_api.bounds import ExportBounds, Pace, RequestBounds
from isotherm_api.caller import Caller
from isotherm_api.database import Database
from isotherm_api.directory.people import Directory
from isotherm_api.ended import EndedSessions
from isotherm_api.frontends import HEADER, Frontends
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.hub.hub import Hub
from isotherm_api.metrics import Metrics
from isotherm_api.observation import Observation
from isotherm_api.problem import TooMany, Unauthorized
from isotherm_api.slots import Slots
from isotherm_api.tokens import Verifier
from isotherm_api.turns import Turns


@dataclass(frozen=True, slots=True)
class Services:
    """The services of an app, passed to `create_app`."""

    database: Database
    verifier: Verifier
    grants: Grants
    hub: Hub
    directory: Directory
    clock: Clock
    bounds: RequestBounds
    metrics: Metrics
    pace: Pace
    turns: Turns
    days: PartitionDays = field(default_factory=PartitionDays)
    exports: Slots = field(default_factory=lambda: Slots(ExportBounds()))
    ended: EndedSessions = field(default_factory=EndedSessions)
    administration: Administration = field(default_factory=Administration)
    frontends: Frontends = field(default_factory=Frontends)
    observation: Observation = field(default_factory=Observation)
    instance: str = "api"
    """The name of this process."""


async def services(request: Request) -> Services:
    """Return the services of the app that handles this request.

    A coroutine although it awaits nothing: FastAPI runs plain functions in a thread.
    """
    app_services: Services = request.app.state.services
    return app_services


ServicesDep = Annotated[Services, Depends(services)]

_bearer = HTTPBearer(auto_error=False, description="Access token of the realm for this audience")
_BearerDep = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def token_caller(request: Request, parts: ServicesDep, bearer: _BearerDep) -> Caller:
    """Return the caller, who waits for no turn; raise Unauthorized without a valid token."""
    if bearer is None:
        raise Unauthorized("Send an access token: Authorization: Bearer …", sent=False)
    verified = await parts.verifier.verify(bearer.credentials)
    request.state.subject = verified.subject
    parts.frontends.hear(verified.client, request.headers.get(HEADER))
    _require_open(parts, verified)
    return verified


TokenCallerDep = Annotated[Caller, Depends(token_caller)]
"""For the one request that must not wait behind others of the same user: the end of a session."""


async def caller(request: Request, parts: ServicesDep, verified: TokenCallerDep) -> Caller:
    """Return the caller when it is their turn; raise TooMany if it does not come."""
    try:
        end_turn = await parts.turns.begin(verified.subject, parts.bounds.turn_wait_s)
    except TimeoutError:
        raise TooMany(
            f"You can have at most {parts.bounds.requests} requests at once.", retry_after_s=1
        ) from None
    request.state.end_turn = end_turn  # the middleware calls it when the response begins
    _require_open(parts, verified)  # it may have ended while the request waited
    return verified


def _require_open(parts: Services, verified: Caller) -> None:
    if parts.ended.covers(verified):
        raise Unauthorized("The session of this token has ended.")


CallerDep = Annotated[Caller, Depends(caller)]


async def access(parts: ServicesDep, who: CallerDep) -> Access:
    """Return the caller's roles."""
    return await parts.grants.access(who)


AccessDep = Annotated[Access, Depends(access)]
