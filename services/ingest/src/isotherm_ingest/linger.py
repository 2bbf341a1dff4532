"""The least time between commits: a little more latency, much less work when busy."""

NEARLY_IDLE = 500
"""Messages a second, below which every message may have its own commit."""


class Linger:
    """Decides how long to wait before the next batch, from the rate of messages."""

    def __init__(self, linger_s: float) -> None:
        self._linger = linger_s
        self._began: float | None = None
        self._rate = 0.0

    def wait_s(self, now: float) -> float:
        """Return seconds until the next batch may begin; 0 when nearly idle. `now` is monotonic."""
        if self._began is None or self._rate < NEARLY_IDLE:
            return 0.0
        return max(0.0, self._began + self._linger - now)

    def began(self, now: float, messages: int) -> None:
        """Record that a batch of `messages` begins; `now` is monotonic (s)."""
        if self._began is not None:
            # the rate of the last half second, roughly
            span = max(now - self._began, 1e-4)
            share = min(1.0, span / 0.5)
            self._rate += share * (messages / span - self._rate)
        self._began = now
