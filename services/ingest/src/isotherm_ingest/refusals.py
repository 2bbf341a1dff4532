"""Warn about refused readings, once per device and reason instead of for every message."""

import logging
from collections.abc import Iterable

from isotherm_ingest.batch.refused import Refused

log = logging.getLogger(__name__)

_AGAIN_AFTER_S = 3600.0
_LIMIT = 10_000


class Warner:
    """Logs a warning per device and reason once an hour; rejects and metrics count every one."""

    def __init__(self) -> None:
        self._warned_at: dict[tuple[str, str], float] = {}

    def warn_all(self, refused: Iterable[Refused], now: float) -> None:
        """Warn about the refusals of a batch; `now` is monotonic (s)."""
        for row in refused:
            refusal = row.refusal
            self.warn(row.device, refusal.reason, refusal.detail, now, channel=row.channel)

    def warn(
        self,
        device: str | None,
        reason: str,
        detail: str,
        now: float,
        *,
        channel: str | None = None,
    ) -> None:
        """Warn, unless the last warning is less than an hour old; `now` is monotonic (s)."""
        key = (device or "", reason)
        if now - self._warned_at.get(key, -_AGAIN_AFTER_S) < _AGAIN_AFTER_S:
            return
        if len(self._warned_at) >= _LIMIT:
            self._warned_at.clear()
        self._warned_at[key] = now
        extra = {"device": device, "channel": channel, "reason": reason, "detail": detail}
        log.warning("readings are refused", extra=extra)
