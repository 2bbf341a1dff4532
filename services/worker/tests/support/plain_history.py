"""Hours, gaps and faults by a plain walk over all readings: slow, and easy to believe."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
UNCOUNTED, FAULT = 1 | 2 | 4 | 32, 1
Reading = tuple[datetime, float | None, int]
"""When it was measured, its value, and its quality."""
Limit = tuple[datetime, float | None, float | None, float, float]
"""Since when, low and high, the least duration of an excursion (s), and the hysteresis."""
Mark = tuple[datetime, bool, bool]
"""When something was judged, and whether it is of an excursion above, and below, that counts."""


@dataclass(slots=True)
class Plain:
    """A sensor's readings and rules, and what follows from them before an instant."""

    zone: ZoneInfo
    readings: list[Reading]
    limits: list[Limit] = field(default_factory=list)
    intervals: list[tuple[datetime, float]] = field(default_factory=list)
    closed_to: datetime = datetime(9999, 1, 1, tzinfo=UTC)
    """What is known: excursions go on until here."""
    _marks: list[Mark] | None = None

    def begin(self, at: datetime) -> datetime:
        """Return the begin of the zone's full hour that contains an instant."""
        at = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
        while at.astimezone(self.zone).minute:
            at -= QUARTER
        return at

    def end(self, hour: datetime) -> datetime:
        """Return when a full hour ends."""
        hour += QUARTER
        while hour.astimezone(self.zone).minute:
            hour += QUARTER
        return hour

    def silence(self, at: datetime) -> timedelta:
        """Return the silence after which a reading of instant `at` is followed by a gap."""
        in_force = [interval_s for since, interval_s in self.intervals if since <= at]
        seconds = [*[interval_s for _, interval_s in self.intervals[:1]], *in_force]
        return timedelta(seconds=3 * (seconds[-1] if seconds else 60.0))

    def judge(self, at: datetime) -> tuple[bool, bool]:
        """Return whether what holds at an instant is of an excursion above, and below."""
        if self._marks is None:
            self._marks = self._count_excursions()[0]
        earlier = bisect_right(self._marks, at, key=lambda mark: mark[0])
        return self._marks[earlier - 1][1:] if earlier else (False, False)

    def _judgements(self) -> list[tuple[datetime, float]]:
        """Return when each value that counts is judged: again when limits change while it holds."""
        judgements = []
        for (at, value, quality), until, _, _ in self.holds(self.closed_to):
            if value is not None and not quality & UNCOUNTED:
                judgements.append((at, value))
                judgements += [
                    (since, value) for since, *_ in self.limits if at < since < until
                    and since < self.closed_to
                ]  # fmt: skip
        return sorted(judgements)

    def _count_excursions(self) -> tuple[list[Mark], list[datetime]]:
        """Return each judgement, and the begins of excursions that go on and do not count yet."""
        judgements = self._judgements()
        sides, undecided = [], []
        for bound, sign in ((2, 1), (1, -1)):
            marks, members = [False] * len(judgements), list[int]()
            begin, least = self.closed_to, 0.0
            for number, (at, value) in enumerate(judgements):
                force = [entry for entry in self.limits if entry[0] <= at]
                limit, grace = (force[-1][bound], force[-1][3:]) if force else (None, (0.0, 0.0))
                beyond = None if limit is None else (value - limit) * sign
                if members and (beyond is None or beyond <= -grace[1] + 1e-9):
                    for member in members:
                        marks[member] = (at - begin).total_seconds() >= least
                    members = []
                elif members or (beyond is not None and beyond > 1e-9):
                    if not members:
                        begin, least = at, grace[0]
                    members.append(number)
            lasted = (self.closed_to - begin).total_seconds() >= least
            for member in members:
                marks[member] = lasted
            if members and not lasted:
                undecided.append(begin)
            sides.append(marks)
        return [
            (at, above, below) for (at, _), above, below in zip(judgements, *sides, strict=True)
        ], undecided

    def rolled_to(self, closed_to: datetime) -> datetime:
        """Return how far the sensor can be rolled up."""
        end = self.begin(closed_to)
        before = [at for at, _, _ in self.readings if at < end]
        if not before:
            return end
        last = before[-1]
        later = [at for at, _, _ in self.readings if end <= at <= last + self.silence(last)]
        decided = later or closed_to - last > self.silence(last)
        end = end if decided else self.begin(last)
        return min([end, *(self.begin(since) for since in self._count_excursions()[1])])

    def holds(self, end: datetime) -> list[tuple[Reading, datetime, bool, datetime | None]]:
        """Return for each reading before `end` until when it holds, whether a gap follows, and
        when the next reading came.
        """
        holds = []
        for number, reading in enumerate(self.readings):
            if reading[0] >= end:
                break
            rest = self.readings[number + 1 : number + 2]
            after = rest[0][0] if rest else None
            silent = after is None or after - reading[0] > self.silence(reading[0])
            until = reading[0] if silent or after is None else after
            holds.append((reading, until, silent, after))
        return holds

    def gaps(self, end: datetime) -> list[tuple[datetime, datetime | None]]:
        """Return begin and end of each gap; the end is None if it goes on past `end`."""
        return [
            (reading[0], None if after is None or after >= end else after)
            for reading, _, silent, after in self.holds(end)
            if silent
        ]

    def faulty_s(self, end: datetime) -> float:
        """Return the seconds in fault."""
        return sum(
            (min(until, end) - reading[0]).total_seconds()
            for reading, until, _, _ in self.holds(end)
            if reading[2] & FAULT
        )

    def hours(self, end: datetime) -> dict[datetime, dict[str, Any]]:
        """Return the rows of `reading_hour` before an instant."""
        rows: dict[datetime, dict[str, Any]] = defaultdict(_nothing)
        judged: dict[datetime, list[tuple[datetime, bool, bool]]] = defaultdict(list)
        for (at, value, quality), until, _, _ in self.holds(end):
            counts = value is not None and not quality & UNCOUNTED
            self._count(rows[self.begin(at)], at, value, quality, counts=counts)
            if counts and value is not None:
                judged[self.begin(at)].append((at, *self.judge(at)))
            since, until = at, min(until, end)
            while since < until:
                hour = self.begin(since)
                stop = min(until, self.end(hour))
                changes = [change for change, *_ in self.limits if since < change < stop]
                stop = min([stop, *changes])
                self._add(rows[hour], since, stop, value if counts else None)
                changed = any(change == since != at for change, *_ in self.limits)
                if counts and changed and value is not None:
                    judged[hour].append((since, *self.judge(since)))
                since = stop
        for hour, verdicts in judged.items():
            _add_verdicts(rows[hour], sorted(verdicts))
        return rows

    def _add(
        self, row: dict[str, Any], since: datetime, stop: datetime, value: float | None
    ) -> None:
        seconds = (stop - since).total_seconds()
        row["covered_s"] += seconds
        if value is not None:
            above, below = self.judge(since)
            row["known_s"] += seconds
            row["integral"] += seconds * value
            row["above_s"] += seconds * above
            row["below_s"] += seconds * below

    def _count(
        self, row: dict[str, Any], at: datetime, value: float | None, quality: int, *, counts: bool
    ) -> None:
        row["first_at"] = row["first_at"] or at
        row["last_at"], row["last_value"], row["last_quality"] = at, value, quality
        row["uncounted"] += not counts
        if counts and value is not None:
            row["n"] += 1
            row["total"] += value
            if row["least"] is None or value < row["least"]:
                row["least"], row["least_at"] = value, at
            if row["most"] is None or value > row["most"]:
                row["most"], row["most_at"] = value, at


def sum_days(
    zone: ZoneInfo, hours: dict[datetime, dict[str, Any]], rolled_to: datetime
) -> dict[Any, dict[str, Any]]:
    """Return the sums of each day that has ended, from its hours."""
    days: dict[Any, dict[str, Any]] = {}
    last: dict[Any, tuple[bool, bool]] = {}
    for hour, row in sorted(hours.items()):
        day = hour.astimezone(zone).date()
        after = day + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)
        if end > rolled_to:
            continue
        whole = days.setdefault(day, {"n": 0, "integral": 0.0, "known_s": 0.0, "above_times": 0,
                                      "below_times": 0, "most": None, "most_at": None,
                                      "last_at": None, "covered_s": 0.0})  # fmt: skip
        for name in ("n", "integral", "known_s", "covered_s", "above_times", "below_times"):
            whole[name] += row[name]
        if row["most"] is not None and (whole["most"] is None or row["most"] > whole["most"]):
            whole["most"], whole["most_at"] = row["most"], row["most_at"]
        whole["last_at"] = row["last_at"] or whole["last_at"]
        if row["first_above"] is not None:
            above, below = last.get(day, (False, False))
            whole["above_times"] -= above and row["first_above"]
            whole["below_times"] -= below and row["first_below"]
            last[day] = row["last_above"], row["last_below"]
    return days


def _nothing() -> dict[str, Any]:
    zero = dict.fromkeys(("n", "uncounted", "above_times", "below_times"), 0)
    seconds = dict.fromkeys(
        ("total", "integral", "known_s", "covered_s", "above_s", "below_s"), 0.0
    )
    none = dict.fromkeys(
        ("least", "least_at", "most", "most_at", "first_at", "last_at", "last_value",
         "last_quality", "first_above", "last_above", "first_below", "last_below")
    )  # fmt: skip
    return {**zero, **seconds, **none}


def _add_verdicts(row: dict[str, Any], judged: list[tuple[datetime, bool, bool]]) -> None:
    for side, verdicts in (("above", [above for _, above, _ in judged]),
                           ("below", [below for _, _, below in judged])):  # fmt: skip
        row[f"first_{side}"], row[f"last_{side}"] = verdicts[0], verdicts[-1]
        before = [False, *verdicts]
        row[f"{side}_times"] = sum(
            now and not was for was, now in zip(before, verdicts, strict=False)
        )
