"""Sensors that are skipped for a while, because of an error that concerns them alone."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from isotherm.process.connections import AWAY

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Skipped:
    """Remembers them, so that they are not tried, and logged, in every round."""

    for_s: float = 300.0
    _until: dict[int, float] = field(default_factory=dict)

    def sensors(self) -> list[int]:
        """Return the ids of the sensors to skip now."""
        now = time.monotonic()
        self._until = {sensor_id: until for sensor_id, until in self._until.items() if until > now}
        return list(self._until)

    @contextmanager
    def on_error(self, sensor_id: int, name: str) -> Iterator[None]:
        """Skip a sensor from now on if the block fails by an error that is not the database's.

        The log names it by `name`. The database's errors are raised: they concern the transaction,
        and so all its sensors.
        """
        try:
            yield
        except AWAY:
            raise
        except Exception:
            self._until[sensor_id] = time.monotonic() + self.for_s
            log.exception(
                "rolling up a sensor failed, skipping it for a while",
                extra={"sensor": name, "sensor_id": sensor_id, "again_in_s": self.for_s},
            )
