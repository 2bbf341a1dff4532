"""Numbers that probes, amplifiers and firmwares send when they have measured nothing.

One table, by kind, each with its source. A reading with such a value is suspect: it is stored and
drawn, but counts only once its neighbours make it plausible, so that a kiln that passes 999 °C is
judged like any other. No value between -40 and 60 °C is in the table: any place can be that warm
(isotherm.plausible), so 0, -0.0625 (all bits of a DS18B20 set), 53.33 (ESP32) and 25.5 are
temperatures. Neither are values at which plants are run: -80 (Danfoss: no external sensor) is what
an ultra-low freezer holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isotherm.plausible import AIR_HIGH, AIR_LOW
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, Unit, from_celsius, rounded, to_celsius
from isotherm_ingest.batch.rows import UNITS

FAULT_VALUES: Final = (-127.0, 127.9375, 127.94)
"""°C; what a DS18B20 or a bridge sends instead of a temperature: faults, as these values leave no
doubt (0x07FF is the latter two)."""
POWER_ON_VALUE: Final = 85.0
"""°C; a DS18B20 sends it before its first measurement, but also when it hangs in hot water. It is
suspect even on a channel without the list."""


@dataclass(slots=True, frozen=True)
class Kind:
    """Values by which one kind of device says that it has none."""

    source: str
    values: tuple[float, ...]
    in_any_unit: bool = False
    """Whether the firmware sends these very numbers in whatever unit it is set to. The others are
    °C, and converted like a temperature by a device that sends °F or K."""


def _tenths(low: float, high: float) -> tuple[float, ...]:
    return tuple(step / 10 for step in range(round(low * 10), round(high * 10) + 1))


def _scaled(patterns: Iterable[int], *scales: float) -> tuple[float, ...]:
    return tuple(pattern / scale for pattern in patterns for scale in scales)


KINDS: Final = (
    Kind("DallasTemperature: DEVICE_DISCONNECTED_C is -127; with an offset",
         (*_tenths(-130, -124), -127.75, -127.25, -126.75, -126.25)),
    Kind("DallasTemperature, MAX31850: DEVICE_FAULT_OPEN_C, _SHORTGND_C, _SHORTVDD_C",
         (-254, -253, -252)),
    Kind("ESPEasy, DS18B20: error state value", (125,)),
    Kind("MAX6675, data sheet: all 12 bits set, a quarter degree each", (1023.75,)),
    Kind("MAX31855, data sheet: the largest code of 14 bits", (2047.75,)),
    Kind("enjoyneering MAX31855, MAX6675: *_ERROR", (2000,), in_any_unit=True),
    Kind("MAX31855 library of Rocket Scream: FAULT_OPEN", (10_000,), in_any_unit=True),
    Kind("MAX31865, data sheet and Adafruit's formula: code 0 (-242.02), code 32767 (988.79)",
         (-242.02, 988.79)),
    Kind("Pt100, IEC 60751: the ends of the scale, at which transmitters and terminals (Beckhoff"
         " KL32xx, EL32xx, WAGO 750-461) show a broken or shorted wire", (-200, 850)),
    Kind("NTC by Steinhart-Hart, or kelvin: infinite resistance, 0 K", (-273.15, -273.1, -273)),
    Kind("Xiaomi and Aqara over Zigbee: -100 or 100 below it; loggers and bridges beside it, also"
         " with an offset", (-100.5, -100, -99.99, -99.9, -99.5, -99)),
    Kind("Si7021, SHT2x, HTU21: code 0 and code 65535", (-46.85, 128.87)),
    Kind("SHT3x, SHT4x, SCD4x: code 0 and code 65535", (-45, 130)),
    Kind("AHT10, AHT20: code 0 and all 20 bits set", (-50, 150, 149.9998)),
    Kind("HDC1080, HDC2080: code 65535", (124.9975,)),
    Kind("TMP117, data sheet: before the first conversion", (-256,)),
    Kind("MLX90614: codes 65535 and 32767, fiftieths of a kelvin", (1037.55, 382.19)),
    Kind("SparkFun HTU21D, DFRobot SHT20: ERROR_I2C_TIMEOUT, ERROR_BAD_CRC", (998, 999),
         in_any_unit=True),
    Kind("enjoyneering AHT, HTU21D, BMP180: *_ERROR is 0xFF", (255,), in_any_unit=True),
    Kind("Shelly, CoIoT and add-on: unknown", (999, 999.9, 999.99), in_any_unit=True),
    Kind("RuuviTag, data format 5: 0x8000, 200 steps a degree", _scaled((-0x8000, 0x7FFF), 200)),
    Kind("Zigbee cluster 0x0402, Dragino, Milesight, Netvox: hundredths; the last codes are"
         " reserved", _scaled((0x7FFE, 0x7FFF, 0x8000, 0xFFFD, 0xFFFE, 0xFFFF), 100),
         in_any_unit=True),
    Kind("Siemens S7 (7FFF), Modbus, DHT22, Cayenne LPP, Milesight: tenths",
         _scaled((0x7FFE, 0x7FFF, 0x8000, 0xFFFD, 0xFFFE, 0xFFFF), 10), in_any_unit=True),
    Kind("16 bits in 16ths, 128ths, 256ths and thousandths: MCP9600, MCP9808, TMP, LM75",
         _scaled((-0x8000, -0x7FFF, 0x7FFF, 0x8000, 0xFFFF), 16, 128, 256)
         + _scaled((0xFFFF,), 1000)),
    Kind("12 bits, whole, in tenths and in 16ths",
         _scaled((-0x800, 0x7FF, 0x800, 0xFFF, 0x1000), 1, 10, 16)),
    Kind("Fine Offset and LaCrosse: 11 and 12 bits set, tenths above -40", (164.7, 369.5)),
    Kind("10 bits of an analogue input", (1023,), in_any_unit=True),
    Kind("8 bits: EMS (0x7F), HeishaMon (-128), Froeling (128), OBD and J1939 (255 above -40)",
         (-128, 127, 128, 215)),
    Kind("J1939: 0xFFFF, 32nds of a kelvin", (1774.9688,)),
    Kind("AVM FRITZ!DECT: 253 and 254, halves, for off and on", (126.5,)),
    Kind("Bosch, Buderus EMS: EMS_VALUE_USHORT_NOTSET is 32000, tenths", (3200,), in_any_unit=True),
    Kind("Resol: broken sensor", (888.8, 888), in_any_unit=True),
    Kind("Technische Alternative: broken sensor", (9999.9,), in_any_unit=True),
    Kind("Autonics TK, TM: OPEN (31000) and HHHH (30000), tenths", (3100, 3000), in_any_unit=True),
    Kind("iBBQ, Inkbird: 0xFFF6, tenths: no probe", (6552.6,), in_any_unit=True),
    Kind("displays, controllers and programs of people", (1000, 9999, 9999.99, 8888, 8888.8),
         in_any_unit=True),
)  # fmt: skip
_DECIMALS = 1, 2
"""Digits to which firmwares round what they send, after they have converted it."""
_TIE = 1e-6


def _printed(value: float) -> set[float]:
    """Return what firmwares print of a value; of two that are as near, each is printed by some."""
    return {round(value + tie, digits) for digits in _DECIMALS for tie in (-_TIE, _TIE)}


def _of(unit: Unit) -> frozenset[float]:
    """Return the suspect values as they are placed (°C) if a device sends this unit."""
    sent = {value for kind in KINDS if kind.in_any_unit or unit == "C" for value in kind.values}
    listed = {value for kind in KINDS for value in kind.values} | {POWER_ON_VALUE}
    converted = {from_celsius(value, unit) for value in listed | set(FAULT_VALUES)}
    sent |= converted | set().union(*map(_printed, converted))
    if unit != "C":
        sent |= {float(round(from_celsius(value, unit))) for value in FAULT_VALUES}
    placed = {rounded(to_celsius(value, unit)) for value in sent}
    return frozenset(filter(is_beyond_air, placed)) - set(FAULT_VALUES)


def is_beyond_air(celsius: float) -> bool:
    """Return whether a value is possible, but not one that any place can have."""
    return ABSOLUTE_ZERO <= celsius < AIR_LOW or AIR_HIGH < celsius <= HOTTEST


SUSPECT: Final[dict[Unit, frozenset[float]]] = {unit: _of(unit) for unit in UNITS}
"""Values (°C, rounded) that are suspect, by the unit in which the device sent them."""
_SUSPECT_OR_FAULT = [np.array(sorted({*SUSPECT[unit], *FAULT_VALUES})) for unit in UNITS]


def may_be_none(celsius: NDArray[np.float64], units: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return which values are in the table, suspect or fault, for the unit that was sent."""
    listed: NDArray[np.bool_] = np.isin(celsius, _SUSPECT_OR_FAULT[0]) & (units == 0)
    for unit, values in enumerate(_SUSPECT_OR_FAULT[1:], 1):
        of_unit = units == unit
        if of_unit.any():
            listed |= np.isin(celsius, values) & of_unit
    return listed
