"""Place: elements become rows of their channel, in °C and UTC, or refusals with their reason.

Pure over a state of the registry, so that a batch can be placed again when that has changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm.units import ABSOLUTE_ZERO, to_celsius
from isotherm_ingest.arrivals import Message
from isotherm_ingest.elements import Decoded, Element, Refusal
from isotherm_ingest.registry import Channel, Registry
from isotherm_ingest.times import instants_of

FAULT_VALUES = (-127.0, 127.9375, 127.94)
"""°C; what a DS18B20 or a bridge sends instead of a temperature (0x07FF is the latter two)."""
POWER_ON_VALUE = 85.0
"""°C; a DS18B20 that has not measured yet says so, but so does one in hot water."""
HOTTEST = 10_000.0
"""°C; nothing that could be measured is hotter. A single absurd value would spoil every mean and
scale of its range, and the sum of two may be beyond a float."""
SAME = 1e-6

MINUTE = 60_000_000
CLOCK_AHEAD_LIMIT = 5 * MINUTE
CLOCK_NEARLY_AHEAD = 4 * MINUTE
"""From here on a second delivery might be judged differently from the first."""
DEFAULT_RETENTION = 400 * 24 * 60 * MINUTE
"""Until something has been dropped, what is older than this is too old."""


@dataclass(slots=True, eq=False)
class Row:
    """A reading to be stored, and where it came from."""

    channel_id: int
    measured_at: int
    received_at: int
    value: float | None
    quality: int
    message: Message
    names: tuple[str, str]
    index: int | None
    untimed: bool
    """Its instant was given by ingest, and may be moved on by a µs where it is taken."""
    origin: int = 0
    """Which message of the batch it is of."""


@dataclass(slots=True)
class Work:
    """A decoded message with what the clock of ticks said about it."""

    message: Message
    decoded: Decoded
    instant: int
    """When it was published, as near as can be known; its untimed elements follow from there."""
    unsure: bool = False
    origin: int = 0
    """Which message of its batch it is, from 0."""


@dataclass(slots=True)
class Placed:
    """What became of a message's elements."""

    rows: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    ignored: int = 0
    once: bool = False
    """Delivered again it might be placed elsewhere: exactly once has to be seen to by its id."""
    skew_ms: int | None = None
    """How far the device's clock is ahead; None where it is not."""
    timed: bool = False
    """Whether anything was learned of the device's clock."""


def place(work: Work, registry: Registry, newest: Mapping[int, int]) -> Placed:
    """Places one message; `newest` tells the newest measured_at by channel id, where known."""
    decoded = work.decoded
    placed = Placed(refusals=list(decoded.refusals))
    names = (decoded.device, decoded.channel)
    channel = registry.channel(names)
    if channel is None:
        detail = f"{decoded.device} has as many channels as a device may have"
        placed.refusals += [
            Refusal(Reason.TOO_MANY_CHANNELS, detail, each.index) for each in decoded.elements
        ]
        placed.once = True  # a replay may make readings of it
        return placed
    timed = _times(work, channel, newest.get(channel.channel_id), placed)
    known = [at for _, at in timed if at is not None]
    lead = max(known) - work.instant if known else 0
    ahead = lead > CLOCK_AHEAD_LIMIT
    placed.timed, placed.skew_ms = bool(known), lead // 1000 if ahead else None
    placed.once = placed.once or lead > CLOCK_NEARLY_AHEAD or len(known) < len(timed)
    horizon = registry.horizon
    if horizon is None:
        horizon = work.message.received_at - DEFAULT_RETENTION
    untimed_at = work.instant
    for element, at in timed:
        if work.message.retained and (at is None or ahead):
            placed.ignored += 1  # a replay without a time of its own says nothing about when
            continue
        quality = Quality.NONE
        if at is None:
            at, untimed_at = untimed_at, untimed_at + 1
            quality |= Quality.TIME_UNSURE if work.unsure else Quality.NONE
            moved = True
        elif ahead:
            at -= lead
            quality |= Quality.CLOCK_AHEAD
            moved = True
        else:
            moved = False
        found = _value(element, channel)
        if isinstance(found, Refusal):
            placed.refusals.append(found)
        elif at < horizon:
            detail = "measured before the time that is kept"
            placed.refusals.append(Refusal(Reason.TOO_OLD, detail, element.index))
        else:
            value, bits = found
            placed.rows.append(
                Row(
                    channel.channel_id,
                    at,
                    work.message.received_at,
                    value,
                    int(quality | bits),
                    work.message,
                    names,
                    element.index,
                    moved,
                    work.origin,
                )
            )
    return placed


def _times(
    work: Work, channel: Channel, newest: int | None, placed: Placed
) -> list[tuple[Element, int | None]]:
    """Each element with its instant, None for untimed; wall clock times are made instants."""
    timed: list[tuple[Element, int | None]] = []
    for element in work.decoded.elements:
        at = element.at
        if element.local is not None:
            found = _local(element.local, channel, newest)
            if isinstance(found, Reason):
                said = _SAID[found]
                placed.refusals.append(Refusal(found, said, element.index))
                placed.once = True  # a replay may make a reading of it
                continue
            at, ambiguous = found
            placed.once = placed.once or ambiguous
        if at is not None:
            newest = at if newest is None else max(newest, at)
        timed.append((element, at))
    return timed


_SAID = {
    Reason.TIME_WITHOUT_ZONE: "the time has no offset and the device has no time zone",
    Reason.NO_SUCH_TIME: "clocks in the device's time zone never showed this time",
}


def _local(local: int, channel: Channel, newest: int | None) -> tuple[int, bool] | Reason:
    """The instant of a wall clock's time, and whether there were two to choose from."""
    if channel.zone is None:
        return Reason.TIME_WITHOUT_ZONE
    instants = instants_of(local, channel.zone)
    if not instants:
        return Reason.NO_SUCH_TIME
    later = newest is not None and newest > instants[0]
    return instants[-1 if later else 0], len(instants) > 1


def _value(element: Element, channel: Channel) -> tuple[float | None, Quality] | Refusal:
    """°C and the bits known against it; without a value it is a fault."""
    if element.value is None:
        return None, Quality.FAULT
    celsius = to_celsius(element.value, element.unit or channel.unit)
    if channel.fault_list and any(abs(celsius - each) < SAME for each in FAULT_VALUES):
        return None, Quality.FAULT
    if celsius < ABSOLUTE_ZERO - SAME:
        detail = f"{element.value:g} {element.unit or channel.unit} is below absolute zero"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    if celsius > HOTTEST:
        detail = f"{element.value:g} {element.unit or channel.unit} is hotter than {HOTTEST:g} °C"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    if abs(celsius - POWER_ON_VALUE) < SAME:
        return POWER_ON_VALUE, Quality.SUSPECT
    return celsius, Quality.NONE
