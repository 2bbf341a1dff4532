"""Runs of readings: instants at equal steps, which is how the simulator remembers what to send."""

from collections.abc import Iterator
from dataclasses import dataclass

ARRAY = 1_000
"""How many readings a device that buffered sends in one message."""


@dataclass(frozen=True, slots=True)
class Run:
    """`count` instants, the first at `first`, each `step` after the one before; ms since 1970."""

    first: int
    step: int
    count: int

    @property
    def end(self) -> int:
        """The instant one step after the last."""
        return self.first + self.step * self.count

    def times(self) -> range:
        """Its instants, rising."""
        return range(self.first, self.end, self.step)

    def arrays(self, size: int = ARRAY) -> Iterator["Run"]:
        """It in pieces of at most `size`, in order."""
        for start in range(0, self.count, size):
            yield Run(self.first + start * self.step, self.step, min(size, self.count - start))

    def without(self, part: "Run") -> list["Run"]:
        """What is left when a piece of it is taken out."""
        before = (part.first - self.first) // self.step
        after = self.count - before - part.count
        pieces = (Run(self.first, self.step, before), Run(part.end, self.step, after))
        return [piece for piece in pieces if piece.count > 0]

    def contains(self, part: "Run") -> bool:
        """Whether `part` is a piece of it."""
        aligned = part.step == self.step and (part.first - self.first) % self.step == 0
        return aligned and self.first <= part.first and part.end <= self.end


def until(after: int, to: int, step: int) -> Run:
    """The instants in (after, to] at that step, the last one at `to`.

    None lies within a step of `after`; the run is empty where there is no room for one.
    """
    count = max(0, (to - after) // step)
    return Run(to - (count - 1) * step, step, count)
