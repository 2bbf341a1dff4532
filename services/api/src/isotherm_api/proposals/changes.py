"""Installing a proposed channel, on an existing sensor or on one that is made for it."""

from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm_api import audit, hardware, plausibility
from isotherm_api.access import Access, Role
from isotherm_api.devices import queries as devices
from isotherm_api.installations import changes as installations
from isotherm_api.installations.schemas import Installation
from isotherm_api.installations.span import Span, checked, instant
from isotherm_api.problem import Conflict, Invalid
from isotherm_api.proposals import queries
from isotherm_api.proposals.schemas import Install, NewSensor
from isotherm_api.ranges import ms
from isotherm_api.sensors import changes as sensors
from isotherm_api.visible import Reference, Visible, resolve

_UNIT_APPLIES_AFTER = timedelta(seconds=5)
"""After this time every ingest reads a channel's payloads in its new unit."""


async def install_proposal(
    connection: Connection,
    access: Access,
    device: str,
    channel_name: str,
    wanted: Install,
    now: datetime,
) -> Installation:
    """Install a proposed channel with the readings that it has already sent.

    Raises Conflict if it is no longer proposed, and as `hardware.channel`,
    `installations.add_installation`, `plausibility.require_installable` and `add_sensor`.
    """
    channel = await hardware.channel(connection, access, device, channel_name)
    if channel.state == "known":
        raise Conflict(f"Somebody has already installed {device}/{channel_name}.")
    if wanted.new_sensor is not None:
        sensor = await add_sensor(connection, access, wanted.new_sensor)
    else:
        [sensor] = await resolve(connection, access, [Reference.parse(wanted.sensor or "")])
    since = await _set_unit(connection, access, channel, wanted, now)
    installation = await installations.add_installation(
        connection, access, channel, sensor, checked(Span(since, None), now, "since"),
        replace=wanted.replace,
    )  # fmt: skip
    if wanted.new_sensor is not None:
        await _set_limits(connection, access, sensor, wanted.new_sensor, since, now)
    await plausibility.require_installable(connection, channel.id, sensor.id, now)
    return installation


async def add_sensor(connection: Connection, access: Access, wanted: NewSensor) -> Visible:
    """Insert the sensor; as manager if limits are given. Errors as for `sensors.add_sensor`."""
    least = Role.OPERATOR if wanted.low is None and wanted.high is None else Role.MANAGER
    return await sensors.add_sensor(
        connection, access, wanted, least=least, inside="new_sensor.",
        expected_interval_s=wanted.expected_interval_s,
    )  # fmt: skip


async def _set_limits(
    connection: Connection,
    access: Access,
    sensor: Visible,
    wanted: NewSensor,
    since: datetime,
    now: datetime,
) -> None:
    """Set the limits of a new sensor, in force from the start of its installation."""
    if wanted.low is None and wanted.high is None:
        return
    bounds, actor = (wanted.low, wanted.high), access.caller.username
    await queries.insert_limits(connection, sensor.id, since, bounds, actor, now)
    await audit.insert(
        connection, access, "limits.set", str(sensor.reference), sensor.site_id,
        after={"since": ms(since), "low": wanted.low, "high": wanted.high},
        why=audit.Why(sensor.id),
    )  # fmt: skip


async def _set_unit(
    connection: Connection,
    access: Access,
    channel: hardware.Channel,
    wanted: Install,
    now: datetime,
) -> datetime:
    """Set the unit of the channel if another one is wanted; return when the installation begins.

    That is the instant asked for or the first reading, but never a reading in the old unit.
    """
    since = instant(wanted.since) or await queries.read_first(connection, channel.id) or now
    if wanted.unit is None or wanted.unit == channel.unit:
        return since
    await devices.update_channel(connection, channel.id, {"unit": wanted.unit})
    target = f"{channel.device.name}/{channel.name}"
    await audit.insert(
        connection, access, "channel.change", target, channel.device.site_id,
        before={"unit": channel.unit}, after={"unit": wanted.unit},
    )  # fmt: skip
    if wanted.unit == (channel.unit or "C"):
        return since
    return await _since_new_unit(connection, channel, wanted, now)


async def _since_new_unit(
    connection: Connection, channel: hardware.Channel, wanted: Install, now: datetime
) -> datetime:
    """Return the first instant without a reading in the old unit.

    Raises Invalid, naming `since`, if a reading was stored since the instant asked for.
    """
    applies = now + _UNIT_APPLIES_AFTER
    since = instant(wanted.since)
    if since is not None and since < applies:
        if await queries.read_newest_since(connection, channel.id, since) is None:
            return since
        raise Invalid.field(
            "since",
            f"readings since then are stored as °{channel.unit or 'C'} and are not changed; with"
            f" {wanted.unit} the installation can begin now at the earliest",
        )
    newest = await queries.read_newest_since(connection, channel.id, applies)
    return applies if newest is None else newest + timedelta(microseconds=1)
