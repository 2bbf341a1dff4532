"""The size of a run of the series benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a run; smaller sizes are for a quick try."""

    days: int = 365
    sensors: int = 10
    interval_s: int = 10
    clients: int = 1_000
    """Number of live streams."""
    live_s: int = 20
    asks: int = 60
    """Repetitions of each query per round; the raw one runs a twelfth of that."""
    load_s: float = 6.0
    """Seconds of requests at full speed."""
    overview: int = 5_000
    """Sensors on the overview."""
    loads: int = 5
    """How often each page is opened per round."""
    publishes: int = 60

    @property
    def whole(self) -> bool:
        """Whether the size is complete, so that the figures may be saved."""
        return self == Size()
