"""The data of live events."""

from isotherm_api.current.schemas import Sensor
from isotherm_api.schemas import Model


class LatestEvent(Model):
    """Data of `latest`: the whole document of every sensor that changed."""

    sensors: list[Sensor]
