"""Place one message: its elements become rows of their channel, in °C and UTC, or refusals.

Pure for a given registry, so that a batch can be placed again when the registry has changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isotherm.instants import DAY, Micros
from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm.units import ABSOLUTE_ZERO, rounded, to_celsius
from isotherm_ingest.batch.elements import Decoded, Element, Refusal, Work
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.decode.times import instants_of
from isotherm_ingest.place.clocks import DatedElement, date_elements
from isotherm_ingest.place.registry import Channel, Registry

FAULT_VALUES = (-127.0, 127.9375, 127.94)
"""°C; what a DS18B20 or a bridge sends instead of a temperature (0x07FF is the latter two)."""
POWER_ON_VALUE = 85.0
"""°C; a DS18B20 sends it before its first measurement, but also when it hangs in hot water."""
HOTTEST = 10_000.0
"""°C; no sensor measures more. A single absurd value would spoil every mean and scale of its
range, and the sum of two could overflow a float."""

DEFAULT_RETENTION = 400 * DAY
"""Until raw readings have been dropped for the first time, older ones than this are refused."""


@dataclass(slots=True)
class Placed:
    """The result of placing a message."""

    rows: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    ignored: int = 0
    """Elements that make neither a row nor a refusal."""
    once: bool = False
    """A second delivery might be placed differently, so that it has to be recognised by its id."""
    lead: Micros | None = None
    """How far the device's clock is ahead, negative if its newest time lies behind; None if the
    message does not show it."""


def place(work: Work, registry: Registry, newest: Mapping[int, int]) -> Placed:
    """Place one message; `newest` maps channel ids to the newest measured_at (µs), if known."""
    decoded = work.decoded
    placed = Placed(refusals=list(decoded.refusals))
    channel = registry.channel((decoded.device, decoded.channel))
    if channel is None:
        placed.refusals += _too_many_channels(decoded)
        placed.once = True  # a replay may make readings of it
        return placed
    timed = _times(work, channel, newest.get(channel.channel_id), placed)
    dated = date_elements(work, timed)
    placed.lead, placed.ignored = dated.lead, dated.ignored
    placed.once = placed.once or dated.once
    for element in dated.elements:
        row = _row(work, channel, element, registry.horizon)
        if isinstance(row, Refusal):
            placed.refusals.append(row)
        else:
            placed.rows.append(row)
    return placed


def _too_many_channels(decoded: Decoded) -> Iterator[Refusal]:
    detail = f"{decoded.device} has as many channels as a device may have"
    for element in decoded.elements:
        yield Refusal(Reason.TOO_MANY_CHANNELS, detail, element.index)


def _row(work: Work, channel: Channel, dated: DatedElement, horizon: int | None) -> Row | Refusal:
    """Return the row of an element, or its refusal."""
    message, element = work.message, dated.element
    judged = _value(element, channel)
    if isinstance(judged, Refusal):
        return judged
    if dated.at < (message.received_at - DEFAULT_RETENTION if horizon is None else horizon):
        detail = "measured before the time that is kept"
        return Refusal(Reason.TOO_OLD, detail, element.index)
    value, doubts = judged
    return Row(
        channel.channel_id, dated.at, message.received_at, value, int(dated.quality | doubts),
        message, (work.decoded.device, work.decoded.channel), element.index, dated.moved,
        work.origin,
    )  # fmt: skip


def _times(
    work: Work, channel: Channel, newest: int | None, placed: Placed
) -> list[tuple[Element, int | None]]:
    """Return each element with its instant (µs), None if untimed; resolve wall clock times."""
    timed: list[tuple[Element, int | None]] = []
    for element in work.decoded.elements:
        at = None if element.unset else element.at
        if element.local is not None:
            resolved = _instant_of(element.local, channel, newest)
            if isinstance(resolved, Reason):
                placed.refusals.append(Refusal(resolved, _DETAILS[resolved], element.index))
                placed.once = True  # a replay may make a reading of it
                continue
            at, ambiguous = resolved
            placed.once = placed.once or ambiguous
        if at is not None:
            newest = at if newest is None else max(newest, at)
        timed.append((element, at))
    return timed


_DETAILS = {
    Reason.TIME_WITHOUT_ZONE: "the time has no offset and the device has no time zone",
    Reason.NO_SUCH_TIME: "clocks in the device's time zone never showed this time",
}


def _instant_of(local: int, channel: Channel, newest: int | None) -> tuple[int, bool] | Reason:
    """Return the instant (µs) of a wall clock time, and whether it is ambiguous.

    A time that occurred twice is the later instant if the channel has a reading (`newest`, µs)
    after the earlier one. If it never occurred, return the reason.
    """
    if channel.zone is None:
        return Reason.TIME_WITHOUT_ZONE
    instants = instants_of(local, channel.zone)
    if not instants:
        return Reason.NO_SUCH_TIME
    later = newest is not None and newest > instants[0]
    return instants[-1 if later else 0], len(instants) > 1


def _value(element: Element, channel: Channel) -> tuple[float | None, Quality] | Refusal:
    """Return the rounded value (°C) and its quality; no value is a fault."""
    if element.value is None:
        return None, Quality.FAULT
    celsius = rounded(to_celsius(element.value, element.unit or channel.unit))
    if channel.fault_list and celsius in FAULT_VALUES:
        return None, Quality.FAULT
    if celsius < ABSOLUTE_ZERO:
        detail = f"{element.value:g} {element.unit or channel.unit} is below absolute zero"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    if celsius > HOTTEST:
        detail = f"{element.value:g} {element.unit or channel.unit} is hotter than {HOTTEST:g} °C"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    return celsius, Quality.SUSPECT if celsius == POWER_ON_VALUE else Quality.NONE
