"""Export what the broker says of itself as metrics of the worker that watches it.

Its counters become rises of ours, so that a restart of the broker is no fall. While this worker
does not watch, what it cannot know is NaN; `max` in PromQL then takes another worker's value.
"""

from math import nan

from isotherm_worker import metrics
from isotherm_worker.watch.readout import Readout, rise

_COUNTERS = {
    "messages_received": metrics.BROKER_MESSAGES.labels("received"),
    "messages_sent": metrics.BROKER_MESSAGES.labels("sent"),
    "bytes_received": metrics.BROKER_BYTES.labels("received"),
    "bytes_sent": metrics.BROKER_BYTES.labels("sent"),
}
_GAUGES = {
    "clients": metrics.BROKER_CLIENTS.labels("connected"),
    "clients_disconnected": metrics.BROKER_CLIENTS.labels("disconnected"),
    "subscriptions": metrics.BROKER_SUBSCRIPTIONS,
    "retained": metrics.BROKER_RETAINED,
}


class Exported:
    """What was exported last of one broker."""

    def __init__(self) -> None:
        self._before: dict[str, int] = {}

    def export(self, readout: Readout) -> None:
        """Set the gauges, and add to the counters what they rose by since the last time."""
        for name, gauge in _GAUGES.items():
            value = getattr(readout, name)
            gauge.set(nan if value is None else value)
        for name, counter in _COUNTERS.items():
            if (now := getattr(readout, name)) is not None:
                counter.inc(rise(self._before.get(name), now))
                self._before[name] = now

    def forget(self) -> None:
        """Export nothing more, because this worker no longer watches or has no connection."""
        for gauge in _GAUGES.values():
            gauge.set(nan)
