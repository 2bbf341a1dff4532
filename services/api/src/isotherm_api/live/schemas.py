"""What the events of `live` carry."""

from isotherm_api.schemas import Model
from isotherm_api.sensors.schemas import Sensor


class LatestEvent(Model):
    """Data of `latest`: every sensor that changed, whole."""

    sensors: list[Sensor]
