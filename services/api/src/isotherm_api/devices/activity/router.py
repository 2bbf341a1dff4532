"""`GET /devices/{device}/activity`."""

from datetime import timedelta

from fastapi import APIRouter

from isotherm_api import hardware
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.devices.activity import queries
from isotherm_api.devices.activity.schemas import ActiveHour, Activity
from isotherm_api.ranges import ms

router = APIRouter(prefix="/devices", tags=["devices"])

_HOURS = 48


@router.get("/{device}/activity")
async def read_activity(parts: ServicesDep, access: AccessDep, device: str) -> Activity:
    """How much was received from a device in each of the last 48 hours."""
    last = parts.clock.now().replace(minute=0, second=0, microsecond=0)
    since = last - timedelta(hours=_HOURS - 1)
    async with parts.database.long_reading(access.caller.subject) as connection:
        visible = await hardware.device(connection, access, device)
        readings = await queries.count_readings(connection, visible.id, since)
        rejects = await queries.count_rejects(connection, device, since)
    hours = [since + timedelta(hours=hour) for hour in range(_HOURS)]
    return Activity(
        hours=[
            ActiveHour(hour=ms(at) or 0, readings=readings.get(at, 0), rejects=rejects.get(at, 0))
            for at in hours
        ]
    )
