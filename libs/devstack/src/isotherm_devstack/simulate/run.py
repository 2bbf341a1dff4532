"""Runs of readings: instants at equal steps, the form in which unsent readings are stored."""

from collections.abc import Iterator
from dataclasses import dataclass

ARRAY = 1_000
"""The maximum number of buffered readings in one message."""


@dataclass(frozen=True, slots=True)
class Run:
    """`count` instants from `first` at intervals of `step`; in ms since 1970."""

    first: int
    step: int
    count: int

    @property
    def end(self) -> int:
        """The instant one step after the last one."""
        return self.first + self.step * self.count

    def times(self) -> range:
        """Return its instants in ascending order."""
        return range(self.first, self.end, self.step)

    def arrays(self, size: int = ARRAY) -> Iterator["Run"]:
        """Yield it in pieces of at most `size` instants, in order."""
        for start in range(0, self.count, size):
            yield Run(self.first + start * self.step, self.step, min(size, self.count - start))

    def without(self, part: "Run") -> list["Run"]:
        """Return the pieces that remain without `part`, which it contains."""
        before = (part.first - self.first) // self.step
        after = self.count - before - part.count
        pieces = (Run(self.first, self.step, before), Run(part.end, self.step, after))
        return [piece for piece in pieces if piece.count > 0]

    def contains(self, part: "Run") -> bool:
        """Return whether all instants of `part` are instants of it, at the same step."""
        aligned = part.step == self.step and (part.first - self.first) % self.step == 0
        return aligned and self.first <= part.first and part.end <= self.end


def until(after: int, to: int, step: int) -> Run:
    """Return the instants at that step that end at `to` and are at least a step later than `after`.

    The run is empty if `to` is less than a step later than `after`.
    """
    count = max(0, (to - after) // step)
    return Run(to - (count - 1) * step, step, count)
