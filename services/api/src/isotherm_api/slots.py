"""Slots limit how many exports run at once, so that they leave capacity for other requests."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from isotherm_api.problem import TooMany, Unavailable

_RETRY_AFTER_S = 30


class Slots:
    """The export slots of this process; each user may hold only some of them."""

    def __init__(self, total: int = 4, per_user: int = 2) -> None:
        self._total, self._per_user = total, per_user
        self._held: Counter[str] = Counter()

    @contextmanager
    def hold(self, subject: str) -> Iterator[None]:
        """Hold a slot while the block runs.

        Without waiting, raise TooMany if the user already holds all that they may, Unavailable if
        no slot is free.
        """
        if self._held[subject] >= self._per_user:
            raise TooMany(f"You can run at most {self._per_user} exports at once.")
        if self._held.total() >= self._total:
            raise Unavailable(
                "Too many exports are running. Try again in a moment.",
                retry_after_s=_RETRY_AFTER_S,
            )
        self._held[subject] += 1
        try:
            yield
        finally:
            self._held -= Counter({subject: 1})
