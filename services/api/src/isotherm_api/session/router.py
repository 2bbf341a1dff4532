"""`DELETE /session`."""

from fastapi import APIRouter

from isotherm_api.context import ServicesDep, TokenCallerDep
from isotherm_api.ended import EndedSession
from isotherm_api.problem import Conflict
from isotherm_api.session import queries

router = APIRouter(prefix="/session", tags=["session"])


@router.delete("", status_code=204)
async def end_session(parts: ServicesDep, caller: TokenCallerDep) -> None:
    """Ends the session of this token here: its tokens are refused, its streams and exports closed.

    It does not end the session at Keycloak, where new tokens come from; end it there, too.
    """
    if caller.session is None:
        raise Conflict("This token belongs to no session.")
    ended = EndedSession.of(caller.session, parts.clock.now())
    parts.ended.add(ended)
    async with parts.database.writing() as connection:
        await queries.insert_ended(connection, ended)
