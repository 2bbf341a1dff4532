"""Dismissing, ignoring and restoring channels, by the operators of the device's home site."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from isotherm.database import Connection
from isotherm_api import audit, hardware
from isotherm_api.access import Access
from isotherm_api.devices import queries as devices
from isotherm_api.devices.details import build_channel
from isotherm_api.devices.schemas import Channel
from isotherm_api.problem import Conflict
from isotherm_api.proposals.state_queries import State, read_state, update_state

Action = Callable[[Connection, Access, str, str, datetime], Awaitable[Channel]]


async def act_on_all(
    action: Action,
    connection: Connection,
    access: Access,
    device: str,
    names: Sequence[str],
    now: datetime,
) -> list[Channel]:
    """Dismiss or restore several channels of a device, all or none; return their documents.

    They are locked by name, so that two who do it at once wait for each other.
    """
    return [await action(connection, access, device, name, now) for name in sorted(set(names))]


async def dismiss(
    connection: Connection, access: Access, device: str, name: str, now: datetime
) -> Channel:
    """Hide a proposal unless it is asked for.

    Raises Conflict if it is no proposal, and as `hardware.channel`.
    """
    channel = await hardware.channel(connection, access, device, name)
    before = await read_state(connection, channel.id, now)
    if before.installed:
        raise _installed(channel)
    if before.state == "ignored":
        raise Conflict(f"{_name(channel)} is ignored, so it is not proposed.")
    if before.state != "proposed":
        raise Conflict(
            f"{_name(channel)} supplied a sensor before, so it is not proposed. It can be ignored."
        )
    after = replace(before, dismissed_at=before.dismissed_at or now)
    return await _set(connection, access, channel, "channel.dismiss", before, after, now)


async def ignore(
    connection: Connection, access: Access, device: str, name: str, now: datetime
) -> Channel:
    """Have ingest count what a channel sends, and store none of it.

    Raises Conflict if it is installed, and as `hardware.channel`.
    """
    channel = await hardware.channel(connection, access, device, name)
    before = await read_state(connection, channel.id, now)
    if before.installed:
        raise _installed(channel)
    after = replace(before, state="ignored", dismissed_at=None, expired_at=None)
    return await _set(connection, access, channel, "channel.ignore", before, after, now)


async def restore(
    connection: Connection, access: Access, device: str, name: str, now: datetime
) -> Channel:
    """Undo that a channel was dismissed, ignored or has expired.

    Raises Conflict if its device has no room for it, and as `hardware.channel`.
    """
    channel = await hardware.channel(connection, access, device, name)
    before = await read_state(connection, channel.id, now)
    state = before.state
    if state == "ignored":
        state = "known" if before.was_installed else "proposed"
    if state != before.state or before.expired_at is not None:
        await hardware.require_room(connection, channel.device)
    after = replace(before, state=state, dismissed_at=None, expired_at=None)
    return await _set(connection, access, channel, "channel.restore", before, after, now)


async def _set(
    connection: Connection,
    access: Access,
    channel: hardware.Channel,
    action: str,
    before: State,
    after: State,
    now: datetime,
) -> Channel:
    """Write and audit a state that differs; return the document of the channel."""
    if after != before:
        await update_state(connection, channel.id, after, now)
        await audit.insert(
            connection, access, action, _name(channel), channel.device.site_id,
            before=_audited(before), after=_audited(after),
        )  # fmt: skip
    row = await devices.read_channel(connection, channel.id)
    return await build_channel(connection, access, row, channel.device, now)


def _audited(state: State) -> audit.State:
    return {
        "state": state.state,
        "dismissed": state.dismissed_at is not None,
        "expired": state.expired_at is not None,
    }


def _name(channel: hardware.Channel) -> str:
    return f"{channel.device.name}/{channel.name}"


def _installed(channel: hardware.Channel) -> Conflict:
    return Conflict(f"{_name(channel)} is installed on a sensor. End its installation first.")
