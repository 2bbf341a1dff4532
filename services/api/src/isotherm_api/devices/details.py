"""A device as its own page shows it: with its channels and where they are installed."""

from isotherm.database import Connection
from isotherm_api import hardware
from isotherm_api.access import Access
from isotherm_api.devices import documents, queries
from isotherm_api.devices.schemas import DeviceDetails
from isotherm_api.installations import queries as installations


async def read_details(
    connection: Connection, access: Access, device: hardware.Device
) -> DeviceDetails:
    """Return the document of a device; installations at sites the caller may not see are absent."""
    row = await queries.read_device(connection, device.id)
    channel_rows = await queries.load_channels(connection, device.id)
    installation_rows = await installations.load_of_device(connection, device.id, access.sites())
    return documents.device_details(row, device.role, channel_rows, installation_rows)
