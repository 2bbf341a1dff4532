"""Says once what would otherwise be said for every message."""

import logging

log = logging.getLogger(__name__)

_AGAIN_AFTER_S = 3600.0
_LIMIT = 10_000


class Warner:
    """Warns of a device and reason once an hour; the rest is in the rejects and the counters."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], float] = {}

    def warn(self, device: str | None, reason: str, detail: str, now: float) -> None:
        """`now` is monotonic, in seconds."""
        key = (device or "", reason)
        if now - self._said.get(key, -_AGAIN_AFTER_S) < _AGAIN_AFTER_S:
            return
        if len(self._said) >= _LIMIT:
            self._said.clear()
        self._said[key] = now
        log.warning(
            "readings are refused", extra={"device": device, "reason": reason, "detail": detail}
        )
