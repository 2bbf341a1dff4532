"""Sensors that are left behind for a while, because of an error that is theirs alone."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg

from isotherm.database import GONE

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Behind:
    """Remembers them, so that they are not tried, and said of, in every round."""

    for_s: float = 300.0
    _until: dict[int, float] = field(default_factory=dict)

    def sensors(self) -> list[int]:
        """Those that are not to be tried now."""
        now = time.monotonic()
        self._until = {each: until for each, until in self._until.items() if until > now}
        return list(self._until)

    @contextmanager
    def leaving(self, sensor: int) -> Iterator[None]:
        """Leaves a sensor behind where the block fails by an error of our own.

        The database's errors are raised: they are about the transaction, and so about all sensors.
        """
        try:
            yield
        except (*GONE, asyncpg.PostgresError):
            raise
        except Exception:
            self._until[sensor] = time.monotonic() + self.for_s
            log.exception(
                "a sensor cannot be rolled up, others go on",
                extra={"sensor_id": sensor, "again_in_s": self.for_s},
            )
