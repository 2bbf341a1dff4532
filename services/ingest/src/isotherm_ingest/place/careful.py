"""Place one message: its elements become rows of their channel, in °C and UTC, or refusals.

Pure for a given registry, so that a batch can be placed again when the registry has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from isotherm.instants import DAY, Micros
from isotherm.quality import Quality
from isotherm.reasons import REPLAYABLE, Reason
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, rounded, to_celsius
from isotherm_ingest.batch.elements import Decoded, Element, Refusal, Work
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.place.clocks import DatedElement, date_elements
from isotherm_ingest.place.local_times import Published, Times, read_times, resolve
from isotherm_ingest.place.no_values import FAULT_VALUES, POWER_ON_VALUE, SUSPECT
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trail import Burst, Trail, followed
from isotherm_ingest.place.trails import Overlay
from isotherm_ingest.place.wall_clock import Said

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
    trail: tuple[int, Trail] | None = None
    """A channel that sends local times, and its last certain readings including this message."""


def place(work: Work, registry: Registry, trails: Overlay) -> Placed:
    """Place one message; `trails` is only read."""
    decoded = work.decoded
    placed = Placed(refusals=list(decoded.refusals))
    channel = registry.channel((decoded.device, decoded.channel))
    if channel is None:
        placed.refusals += _too_many_channels(decoded)
        placed.once = True
        return placed
    if channel.ignored:
        return Placed(ignored=len(decoded.elements) + len(decoded.refusals))
    read = read_times(work.decoded.elements, channel.zone)
    twice = _resolve(work, channel, read, trails, placed)
    dated = date_elements(work, read.timed)
    placed.ignored = dated.ignored
    placed.lead = dated.lead if all(certain for _, certain in twice.values()) else None
    placed.once = placed.once or dated.once
    for element in dated.elements:
        row = _row(work, channel, element, registry.horizon)
        if isinstance(row, Refusal):
            placed.refusals.append(row)
            continue
        if not element.moved and (said := twice.get(id(element.element))) is not None:
            _mark(row, *said)
        placed.rows.append(row)
    # a replay may make readings of what is refused
    placed.once = placed.once or any(refusal.reason in REPLAYABLE for refusal in placed.refusals)
    return placed


def _resolve(
    work: Work, channel: Channel, read: Times, trails: Overlay, placed: Placed
) -> dict[int, tuple[Said, bool]]:
    """Resolve the times that the wall clock showed twice, and follow the channel's trail.

    Return what the elements of such times say and whether it is certain, by their identity.
    """
    placed.refusals += read.refusals
    placed.once = placed.once or bool(read.refusals)  # a replay may make readings of them
    trail = trails.get(channel.channel_id)
    if trail is None and not read.local:
        return {}
    live = not (work.unsure or work.message.retained)
    message = Published(work.instant, live, trail, trails.alone)
    said = read.said()
    readings = [reading for _, reading in said]
    chosen = [
        trails.decided.get(id(read.timed[index][0])) if at is None else at
        for (index, _), at in zip(said, resolve(readings, message), strict=True)
    ]
    if readings:
        burst = Burst.after(None if trail is None else trail.burst, readings, work.instant)
        trail = followed(trail, readings, chosen, alone=trails.alone) or Trail()
        placed.trail = channel.channel_id, replace(trail, burst=burst)
    twice: dict[int, tuple[Said, bool]] = {}
    for (index, reading), at in zip(said, chosen, strict=True):
        element, first = read.timed[index]
        read.timed[index] = element, first if at is None else at
        if reading.twice:
            twice[id(element)] = reading, at is not None
    placed.once = placed.once or bool(twice)  # what they are depends on what came before
    return twice


def _mark(row: Row, said: Said, certain: bool) -> None:
    """Mark the row of a time that the wall clock showed twice."""
    row.twice = said.instants[0], said.instants[1]
    if not certain:
        row.undecided, row.quality = True, int(row.quality | Quality.TIME_UNSURE)
        row.measured_at = row.twice[0] + 1


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


def _value(element: Element, channel: Channel) -> tuple[float | None, Quality] | Refusal:
    """Return the rounded value (°C) and its quality; no value is a fault."""
    if element.value is None or element.value in channel.own.fault_values:
        return None, Quality.FAULT
    unit = element.unit or channel.unit
    celsius = rounded(to_celsius(element.value, unit))
    if channel.fault_list and celsius in FAULT_VALUES:
        return None, Quality.FAULT
    if celsius < ABSOLUTE_ZERO:
        detail = f"{element.value:g} {unit} is below absolute zero"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    if celsius > HOTTEST:
        detail = f"{element.value:g} {unit} is hotter than {HOTTEST:g} °C"
        return Refusal(Reason.IMPOSSIBLE, detail, element.index)
    listed = channel.fault_list and celsius in SUSPECT[unit]
    suspect = (
        listed or celsius == POWER_ON_VALUE or not channel.own.low <= celsius <= channel.own.high
    )
    return celsius, Quality.SUSPECT if suspect else Quality.NONE
