"""`GET /watch`."""

from fastapi import APIRouter

from isotherm_api.context import CallerDep, ServicesDep
from isotherm_api.ranges import ms
from isotherm_api.watch import documents, queries
from isotherm_api.watch.schemas import Watch

router = APIRouter(prefix="/watch", tags=["watch"])


@router.get("")
async def read_watch(parts: ServicesDep, caller: CallerDep) -> Watch:
    """Whether all readings arrive, and what is wrong if not; for everyone who is signed in."""
    async with parts.database.reading() as connection:
        instances = await queries.load_instances(connection)
        broker = await queries.read_broker(connection)
        drop_sums = await queries.read_drop_sums(connection)
        last_drop = await queries.read_last_drop(connection)
        differences = await queries.load_differences(connection)
        checked_at = await queries.read_checked_at(connection)
        alerts = await queries.load_alerts(connection)
    return Watch.model_validate(
        {
            "broker": documents.broker(broker, instances, drop_sums, last_drop),
            "instances": [documents.instance(row) for row in instances],
            "ledger": {
                "checked": ms(checked_at),
                "differences": [documents.difference(row) for row in differences],
            },
            "alerts": documents.alerts(alerts, broker),
        }
    )
