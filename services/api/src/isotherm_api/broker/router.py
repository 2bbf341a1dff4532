"""`/broker`: where devices connect, and the accounts there."""

from datetime import datetime, timedelta

from fastapi import APIRouter

from isotherm.database import Connection
from isotherm_api import audit
from isotherm_api.access import Access, Role
from isotherm_api.broker import queries
from isotherm_api.broker.schemas import Accounts, Broker
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.problem import Conflict, Forbidden
from isotherm_api.ranges import ms

router = APIRouter(prefix="/broker", tags=["broker"])

_STALE = timedelta(minutes=1)
_WANTED_FOR = timedelta(minutes=10)
"""Once worker has not been seen for this long, it counts as disconnected."""


@router.get("")
async def read_broker(parts: ServicesDep, access: AccessDep) -> Broker:
    """Where devices connect, for everyone who may see devices."""
    if access.sites(Role.OPERATOR) == []:
        raise Forbidden("Only those who may see devices may see this.")
    async with parts.database.reading() as connection:
        row = await queries.read_state(connection)
    administration = parts.administration
    seen_at = row["seen_at"]
    fresh = seen_at is not None and seen_at > parts.clock.now() - _STALE
    return Broker(
        administration=administration.kind,
        host=administration.host,
        port=administration.port,
        tls_port=administration.tls_port,
        ca=administration.ca,
        seen=ms(seen_at),
        connected=administration.makes_accounts and fresh and row["connected"],
        error=row["error"],
    )


@router.get("/accounts")
async def read_accounts(parts: ServicesDep, access: AccessDep) -> Accounts:
    """The accounts at the broker, compared with the database; for administrators."""
    _require_admin(access)
    async with parts.database.reading() as connection:
        return await _accounts(connection, parts.clock.now())


@router.post("/accounts/check", status_code=202)
async def check_accounts(parts: ServicesDep, access: AccessDep) -> Accounts:
    """Asks worker to compare the broker with the database; for administrators."""
    _require_admin(access)
    _require_administration(parts)
    async with parts.database.writing() as connection:
        await queries.want_check(connection, access.caller.username)
        return await _accounts(connection, parts.clock.now())


@router.post("/accounts/apply", status_code=202)
async def apply_accounts(parts: ServicesDep, access: AccessDep) -> Accounts:
    """Asks worker to make the broker's accounts match the database, even while they are held.

    For administrators. Accounts that only the broker has are deleted.
    """
    _require_admin(access)
    _require_administration(parts)
    async with parts.database.writing() as connection:
        await queries.want_apply(connection, access.caller.username)
        await audit.insert(connection, access, "broker.apply", "accounts", None)
        return await _accounts(connection, parts.clock.now())


async def _accounts(connection: Connection, now: datetime) -> Accounts:
    row = await queries.read_state(connection)
    wanted = [at for at in (row["check_wanted_at"], row["apply_wanted_at"]) if at is not None]
    checked_at = row["checked_at"]
    open_since = [
        at for at in wanted if at > now - _WANTED_FOR and (checked_at is None or at > checked_at)
    ]
    return Accounts.model_validate(
        {
            "checked": ms(checked_at),
            "generation": row["generation"],
            "broker_generation": row["broker_generation"],
            "held": ms(row["held_since"]),
            "wanted": ms(min(open_since, default=None)),
            "pending": await queries.count_pending(connection),
            "count": row["difference_count"],
            "differences": queries.differences(row),
        }
    )


def _require_admin(access: Access) -> None:
    if not access.admin:
        raise Forbidden("Only administrators see the accounts of the broker.")


def _require_administration(parts: Services) -> None:
    if not parts.administration.makes_accounts:
        raise Conflict("Isotherm does not administer this broker.")
