"""Place plain messages as columns: vectorised, thousands at once."""

from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from isotherm.plausible import AIR_HIGH, AIR_LOW
from isotherm.quality import Quality
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, rounded
from isotherm_ingest.batch.rows import OWN_UNIT, UNITS, Columns, Plain
from isotherm_ingest.place.careful import DEFAULT_RETENTION
from isotherm_ingest.place.clocks import CLOCK_NEARLY_AHEAD
from isotherm_ingest.place.no_values import POWER_ON_VALUE, may_be_none
from isotherm_ingest.place.registry import Registry

_CELSIUS, _FAHRENHEIT, _KELVIN = range(len(UNITS))
_NOTHING = Columns(
    np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64),
    np.empty(0, np.int16), np.empty(0, np.bool_), np.empty(0, np.int32),
)  # fmt: skip


def place_plain(plain: Plain, registry: Registry) -> tuple[Columns, NDArray[np.intp]]:
    """Return readings in °C sorted by key, and the indices of elements to place one by one."""
    if not len(registry.channel_ids):
        return _NOTHING, np.arange(len(plain))
    slots = np.fromiter(map(registry.slots.get, plain.topics, repeat(-1)), np.int32, len(plain))
    units = np.where(plain.units == OWN_UNIT, registry.units[slots], plain.units)
    value = _celsius(plain.values, units)
    horizon = registry.horizon
    earliest = plain.received - DEFAULT_RETENTION if horizon is None else horizon
    careful = (slots < 0) | (plain.at < earliest)
    careful |= ~plain.untimed & (plain.at - plain.published > CLOCK_NEARLY_AHEAD)
    beyond = ~((value >= AIR_LOW) & (value <= AIR_HIGH))
    if beyond.any():
        careful |= beyond & _needs_care(value, units, registry.fault_lists[slots])
    if registry.own.by_slot:
        careful |= registry.own.may_matter(slots, plain.values, value)
    quality = np.where(plain.untimed & plain.unsure, Quality.TIME_UNSURE, Quality.NONE)
    columns = Columns(
        registry.channel_ids[slots], plain.at, plain.received, value,
        quality.astype(np.int16), plain.untimed, plain.origin,
    )  # fmt: skip
    good = np.flatnonzero(~careful)
    order = good[np.lexsort((columns.at[good], columns.channel_id[good]))]
    return columns.taken(order), np.flatnonzero(careful)


def _needs_care(
    value: NDArray[np.float64], units: NDArray[np.int8], fault_list: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which values may be impossible, faults or suspect; those of any air never are."""
    care: NDArray[np.bool_] = ~((value >= ABSOLUTE_ZERO) & (value <= HOTTEST))
    care |= value == POWER_ON_VALUE
    care |= may_be_none(value, units) & fault_list
    return care


def _celsius(values: NDArray[np.float64], units: NDArray[np.int8]) -> NDArray[np.float64]:
    """Convert by the same steps as `units.to_celsius`, and round."""
    if units.any():
        warm = np.where(units == _FAHRENHEIT, (values - 32.0) / 1.8, values)
        values = np.where(units == _KELVIN, values + ABSOLUTE_ZERO, warm)
    with np.errstate(over="ignore"):  # what becomes infinite is refused as too hot
        return rounded(values)
