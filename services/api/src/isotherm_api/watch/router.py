"""`GET /watch` and `/watch/events`."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from isotherm_api.access import sees_every_site
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.problem import Forbidden
from isotherm_api.ranges import DIGITS, Cursor, Number, decode_cursor, encode_cursor, ms
from isotherm_api.watch import documents, events, queries
from isotherm_api.watch.schemas import AlertKind, Events, Watch

router = APIRouter(prefix="/watch", tags=["watch"])


@router.get("")
async def read_watch(parts: ServicesDep, access: AccessDep) -> Watch:
    """Whether all readings arrive, and what is wrong if not; for everyone who is signed in.

    Only those who may read the ledger see how many messages and readings of all sites there are.
    """
    async with parts.database.reading() as connection:
        instances = await queries.load_instances(connection)
        broker = await queries.read_broker(connection)
        drop_sums = await queries.read_drop_sums(connection)
        last_drop = await queries.read_last_drop(connection)
        differences = await queries.load_differences(connection)
        checked_at = await queries.read_checked_at(connection)
        alerts = await queries.load_alerts(connection)
        numbers = await sees_every_site(connection, access)
    document: dict[str, Any] = {
        "broker": documents.broker(broker, instances, drop_sums, last_drop),
        "instances": [documents.instance(row) for row in instances],
        "ledger": {
            "checked": ms(checked_at),
            "differences": [documents.difference(row) for row in differences],
        },
        "alerts": documents.alerts(alerts, broker),
    }
    document["all_arrive"] = documents.all_arrive(document)
    return Watch.model_validate(document if numbers else documents.without_volumes(document))


@router.get("/events")
async def list_events(
    parts: ServicesDep,
    access: AccessDep,
    start: Annotated[
        int | None,
        Query(alias="from", description="Only events that had not ended then, ms since 1970"),
        DIGITS,
    ] = None,
    to: Annotated[
        int | None,
        Query(description="Only events that began before, ms since 1970"),
        DIGITS,
    ] = None,
    kind: Annotated[list[AlertKind] | None, Query(max_length=5)] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 100,
) -> Events:
    """Problems of the system itself, open and ended ones of 400 days; for administrators."""
    if not access.admin:
        raise Forbidden("Only administrators may see the events of the system.")
    wanted = events.Wanted.of(start, to, kind)
    before = decode_cursor(cursor, tuple[Number, Number]) if cursor else None
    async with parts.database.reading() as connection:
        rows = await events.load_events(connection, wanted, before, limit + 1)
        broker = await queries.read_broker(connection)
    following = encode_cursor(*events.key_of(rows[limit - 1])) if len(rows) > limit else None
    now = [] if before else events.unwatched(broker, wanted)
    return Events.model_validate(
        {"items": [*now, *map(events.event, rows[:limit])], "next": following}
    )
