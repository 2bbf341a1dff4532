"""What every request is given: the caller, their access, and the parts that answer."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from isotherm.instants import Clock
from isotherm_api.access import Access, Grants
from isotherm_api.bounds import Pace, RequestBounds
from isotherm_api.database import Database
from isotherm_api.directory import Directory
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.hub.hub import Hub
from isotherm_api.metrics import Metrics
from isotherm_api.problem import Unauthorized
from isotherm_api.slots import Slots
from isotherm_api.tokens import Caller, Verifier


@dataclass(frozen=True, slots=True)
class Services:
    """The parts an app is made of; `create_app` is given one and looks nothing up."""

    database: Database
    verifier: Verifier
    grants: Grants
    hub: Hub
    directory: Directory
    clock: Clock
    bounds: RequestBounds
    metrics: Metrics
    pace: Pace
    days: PartitionDays = field(default_factory=PartitionDays)
    exports: Slots = field(default_factory=Slots)


async def services(request: Request) -> Services:
    """The parts of the app that handles this request.

    A coroutine, though it awaits nothing: FastAPI would give a plain function to a thread.
    """
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]

_bearer = HTTPBearer(auto_error=False, description="Access token of the realm, for this audience")
_BearerDep = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def caller(request: Request, parts: ServicesDep, bearer: _BearerDep) -> Caller:
    """Who asks; Unauthorized without a token that counts."""
    if bearer is None:
        raise Unauthorized("Send an access token: Authorization: Bearer …", sent=False)
    found = await parts.verifier.verify(bearer.credentials)
    request.state.subject = found.subject
    return found


CallerDep = Annotated[Caller, Depends(caller)]


async def access(parts: ServicesDep, who: CallerDep) -> Access:
    """What the caller may see and do."""
    return await parts.grants.access(who)


AccessDep = Annotated[Access, Depends(access)]
