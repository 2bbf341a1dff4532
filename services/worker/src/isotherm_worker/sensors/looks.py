"""Looks at many messages of a sensor: at most every half hour if they are in vain."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

REST = timedelta(minutes=30)


@dataclass(slots=True)
class Looks:
    """When a sensor may be looked at again, by its id and a word for the reason."""

    _after: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def begin(self, sensor_id: int, reason: str, now: datetime) -> bool:
        """Return whether to look now, and count it as in vain until `paid` is called."""
        key = sensor_id, reason
        if (after := self._after.get(key)) is not None and now < after:
            return False
        self._after[key] = now + REST
        return True

    def paid(self, sensor_id: int) -> None:
        """Forget that a sensor was looked at: something was learned."""
        for key in [key for key in self._after if key[0] == sensor_id]:
            del self._after[key]
