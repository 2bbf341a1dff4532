"""How many exports run at once: each is hours of one person's reading, paid for by everybody."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from isotherm_api.problem import TooMany, Unavailable

_WAIT_S = 30


class Slots:
    """Places for exports in this process; a person may hold only some of them."""

    def __init__(self, at_once: int = 4, a_user: int = 2) -> None:
        self._at_once, self._a_user = at_once, a_user
        self._held: Counter[str] = Counter()

    @contextmanager
    def one(self, subject: str) -> Iterator[None]:
        """A place while the block runs; TooMany or Unavailable, at once, where there is none."""
        if self._held[subject] >= self._a_user:
            raise TooMany(f"You may have {self._a_user} exports running at once.")
        if self._held.total() >= self._at_once:
            raise Unavailable(
                "As many exports are running as may. Try again in a moment.",
                retry_after_s=_WAIT_S,
            )
        self._held[subject] += 1
        try:
            yield
        finally:
            self._held -= Counter({subject: 1})
