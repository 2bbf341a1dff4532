"""A device as its own page shows it: with its channels and where they are installed."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.sensors.waiting import complete_channels
from isotherm_api import hardware
from isotherm_api.access import Access
from isotherm_api.administration import AdministrationWord
from isotherm_api.devices import documents, queries
from isotherm_api.devices.frozen import load_frozen
from isotherm_api.devices.schemas import Channel, DeviceDetails
from isotherm_api.devices.serving import load_serving
from isotherm_api.installations import queries as installations


async def read_details(
    connection: Connection,
    access: Access,
    device: hardware.Device,
    administration: AdministrationWord,
    now: datetime,
) -> DeviceDetails:
    """Return the document of a device; installations at sites the caller may not see are absent."""
    row = await queries.read_device(connection, device.id)
    channel_rows = await queries.load_channels(connection, device.id)
    channels = await complete_channels(connection, channel_rows, now)
    installation_rows = await installations.load_of_device(connection, device.id, access.sites())
    frozen = await load_frozen(connection, [channel["id"] for channel in channels], now)
    serving = await load_serving(connection, access, [device.id], now)
    expired = await queries.count_expired(connection, device.id)
    return documents.device_details(
        row, device.role, channels, installation_rows, frozen, expired, administration, now,
        serving.get(device.id),
    )  # fmt: skip


async def build_channel(
    connection: Connection,
    access: Access,
    row: asyncpg.Record,
    device: hardware.Device,
    now: datetime,
) -> Channel:
    """Return the document of a row of `queries.read_channel`, a channel of that device."""
    [channel] = await complete_channels(connection, [row], now)
    installed = await installations.load_of_device(connection, device.id, access.sites())
    frozen = await load_frozen(connection, [channel["id"]], now)
    return documents.channel(channel, installed, frozen.get(channel["id"]))
