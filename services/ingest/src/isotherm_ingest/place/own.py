"""What only few channels have: fault values of their own, and a plausible range."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray


@dataclass(slots=True, frozen=True)
class Own:
    """The settings of one channel."""

    fault_values: frozenset[float] = frozenset()
    """Numbers as the device sends them, in its unit."""
    low: float = -inf
    high: float = inf
    """°C; what lies outside is suspect."""

    @classmethod
    def of(cls, fault_values: Sequence[float], low: float | None, high: float | None) -> "Own":
        """Return what the columns of a channel say."""
        if not fault_values and low is None and high is None:
            return NOTHING
        bounds = -inf if low is None else low, inf if high is None else high
        return cls(frozenset(fault_values), *bounds)


NOTHING = Own()


def _bounds() -> NDArray[np.float64]:
    return np.empty(0)


@dataclass(slots=True)
class OwnOfAll:
    """The settings of all channels; columns by slot of the registry."""

    by_slot: dict[int, Own] = field(default_factory=dict)
    """Only channels that have any."""
    _low: NDArray[np.float64] = field(default_factory=_bounds)
    _high: NDArray[np.float64] = field(default_factory=_bounds)
    _has_faults: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    _faults: NDArray[np.float64] = field(default_factory=_bounds)
    """The fault values of all channels together."""

    def add(self, added: Sequence[Own]) -> None:
        """Add the settings of the next slots."""
        first = len(self._low)
        own = {first + n: settings for n, settings in enumerate(added) if settings != NOTHING}
        self.by_slot |= own
        self._low = np.concatenate([self._low, [settings.low for settings in added]])
        self._high = np.concatenate([self._high, [settings.high for settings in added]])
        has_faults = np.array([bool(settings.fault_values) for settings in added], np.bool_)
        self._has_faults = np.concatenate([self._has_faults, has_faults])
        if has_faults.any():
            values = set(self._faults.tolist()).union(
                *(settings.fault_values for settings in added)
            )
            self._faults = np.array(sorted(values))

    def get(self, slot: int) -> Own:
        """Return the settings of one channel."""
        return self.by_slot.get(slot, NOTHING)

    def may_matter(
        self, slots: NDArray[np.int32], sent: NDArray[np.float64], celsius: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return which readings may be faults or suspect by the settings of their channels.

        `sent` are the numbers that devices sent. One that is a fault value of any channel matters
        for every channel that has some.
        """
        outside = (celsius < self._low[slots]) | (celsius > self._high[slots])
        return outside | (self._has_faults[slots] & np.isin(sent, self._faults))
