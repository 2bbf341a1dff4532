"""Corrections of readings by a plain loop, and histories to try them on."""

from collections.abc import Sequence

from hypothesis import strategies as st

from isotherm.history.corrections import Correction
from isotherm.quality import Quality
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, Unit, from_celsius, rounded, to_celsius

Row = tuple[int, float | None, int]
UNITS: list[Unit] = ["C", "F", "K"]


def plain(rows: Sequence[Row], corrections: Sequence[Correction]) -> list[Row]:
    """Return the rows as the rules say, one by one."""
    return [row for row, _ in plain_with_stored(rows, corrections)]


def plain_with_stored(
    rows: Sequence[Row], corrections: Sequence[Correction]
) -> list[tuple[Row, Row]]:
    """Return the rows as the rules say, each with what was stored."""
    times = [correction for correction in corrections if correction.kind == "time"]
    moved = []
    for row in rows:
        shifts = [
            correction.shift for correction in times if correction.start <= row[0] < correction.end
        ]
        moved.append((row[0] + (shifts[0] if shifts else 0), bool(shifts), row))
    placed: list[tuple[Row, Row]] = []
    for at, _, row in sorted(moved, key=lambda entry: (*entry[:2], entry[2][0])):
        if placed and at <= placed[-1][0][0]:
            at = placed[-1][0][0] + 1
        placed.append(((at, row[1], row[2]), row))
    return [(_marked(row, corrections), stored) for row, stored in placed]


def _marked(row: Row, corrections: Sequence[Correction]) -> Row:
    at, value, quality = row
    for correction in corrections:
        if (
            correction.kind == "unit"
            and correction.start <= at < correction.end
            and value is not None
        ):
            sent = from_celsius(value, correction.read_as)
            if correction.read_as == "F" and abs(round(sent, 3) - sent) < 0.0001:
                sent = round(sent, 3)
            value = rounded(to_celsius(sent, correction.sent_as))
            if -40 <= value <= 60:
                quality &= ~Quality.SUSPECT
            if not ABSOLUTE_ZERO <= value <= HOTTEST:
                quality |= Quality.SUSPECT
    for correction in corrections:
        if correction.kind == "set_aside" and correction.start <= at < correction.end:
            quality |= Quality.SET_ASIDE
    return at, value, quality


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Row], list[Correction]]:
    """Draw readings that are dense enough to meet, and corrections that may be active together."""
    instants = sorted(draw(st.sets(st.integers(0, 60), max_size=30)))
    values = st.one_of(st.none(), st.floats(-300, 11_000).map(lambda value: rounded(value)))
    rows = [
        (at, value, int(Quality.FAULT) if value is None else draw(st.sampled_from([0, 0, 2, 4, 8])))
        for at, value in ((at, draw(values)) for at in instants)
    ]
    corrections: list[Correction] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(-5, 60))
        end = start + draw(st.integers(1, 30))
        kind = draw(st.sampled_from(["set_aside", "unit", "time"]))
        if kind == "time":
            shift = draw(st.integers(-40, 40).filter(bool))
            new = Correction("time", start, end, shift=shift)
        elif kind == "unit":
            read_as, sent_as = draw(st.permutations(UNITS))[:2]
            new = Correction("unit", start, end, read_as=read_as, sent_as=sent_as)
        else:
            new = Correction("set_aside", start, end)
        if not any(meet(new, correction) for correction in corrections):
            corrections.append(new)
    return rows, draw(st.permutations(corrections))


def meet(one: Correction, other: Correction) -> bool:
    """Return whether two may not both be active."""
    return one.kind == other.kind and any(
        first < other_last and other_first < last
        for first, last in ((one.start + by, one.end + by) for by in (0, one.shift))
        for other_first, other_last in (
            (other.start + by, other.end + by) for by in (0, other.shift)
        )
    )
