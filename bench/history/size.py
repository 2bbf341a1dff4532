"""How much a run of the series benchmark does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Less than the whole is for trying out."""

    days: int = 365
    sensors: int = 10
    interval_s: int = 10
    clients: int = 1_000
    """Live streams."""
    live_s: int = 20
    asks: int = 60
    """How often a question is asked a round; the one of raw readings, a twelfth of that."""
    load_s: float = 6.0
    """How long the api is asked as fast as it answers."""
    overview: int = 5_000
    """Sensors of the overview."""
    loads: int = 5
    """How often a page is opened a round."""
    publishes: int = 60

    @property
    def whole(self) -> bool:
        """Whether its figures may be kept."""
        return self == Size()
