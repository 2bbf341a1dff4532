"""What the events of `live` carry."""

from isotherm_api.current.schemas import Sensor
from isotherm_api.schemas import Model


class LatestEvent(Model):
    """Data of `latest`: every sensor that changed, whole."""

    sensors: list[Sensor]
