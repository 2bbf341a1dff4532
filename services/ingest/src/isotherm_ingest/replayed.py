"""Replayed: kept rejects become messages again, and what became of each is told; pure.

Elements of one message are placed together, as they came: a clock that is ahead moves all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from isotherm.reasons import Reason, title
from isotherm_ingest.arrivals import Message
from isotherm_ingest.batch import conflict
from isotherm_ingest.decode import decode
from isotherm_ingest.elements import Decoded, Refusal, shown
from isotherm_ingest.place import Row, Work, place
from isotherm_ingest.readings import Kept
from isotherm_ingest.registry import Registry

_IGNORED = "a retained message without a time of its own does not say when"


@dataclass(slots=True, frozen=True)
class KeptReject:
    """A reject as it was kept; instants in µs."""

    reject_id: int
    topic: str
    payload: bytes
    message: int | None
    """The number it shares with other elements of its message."""
    retained: bool
    received_at: int
    published_at: int | None
    time_unsure: bool
    instance: str


@dataclass(slots=True)
class Verdict:
    """What became of a reject this time."""

    stored: int = 0
    duplicate: int = 0
    said: str | None = None
    """Why it, or a part of it, still is no reading."""


@dataclass(slots=True)
class Replayed:
    """Rejects that are replayed together. Rows and refusals know theirs by their index."""

    rejects: Sequence[KeptReject]
    works: list[Work] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, rejects: Sequence[KeptReject]) -> "Replayed":
        """Decodes them again, as the messages they were part of, in the order they came."""
        made = cls(rejects, verdicts=[Verdict() for _ in rejects])
        groups: dict[int, list[int]] = {}
        for index, each in enumerate(rejects):
            # a reject by itself is a message of its own; numbers of messages are not negative
            groups.setdefault(-1 - index if each.message is None else each.message, []).append(
                index
            )
        for group in groups.values():
            if (work := made._work(group)) is not None:
                made.works.append(work)
        return made

    def _work(self, group: Sequence[int]) -> Work | None:
        first = self.rejects[group[0]]
        whole: Decoded | None = None
        for index in group:
            found = decode(first.topic, self.rejects[index].payload)
            if not isinstance(found, Decoded):
                refusal = found if isinstance(found, Refusal) else None
                self._refuse(index, refusal or Refusal(Reason.BAD_SHAPE, "it is a status"))
                continue
            for refusal in found.refusals:
                self._refuse(index, refusal)
            elements = [replace(each, index=index) for each in found.elements]
            if whole is None:
                whole = Decoded(found.device, found.channel, elements, [], len(elements))
            else:
                whole.elements += elements
                whole.offered += len(elements)
        if whole is None:
            return None
        message = Message(first.topic, b"", 0, 0, False, first.retained, first.received_at)
        known = first.published_at is not None
        instant = first.published_at if first.published_at is not None else first.received_at
        return Work(message, whole, instant, first.time_unsure or not known)

    def place(self, registry: Registry, newest: Mapping[int, int]) -> None:
        """Places them as if they had just come; `newest` as it was when they did."""
        seen = dict(newest)
        for work in self.works:
            placed = place(work, registry, seen)
            self.rows += placed.rows
            for refusal in placed.refusals:
                self._refuse(refusal.index, refusal)
            heard = {row.index for row in placed.rows} | {each.index for each in placed.refusals}
            for index in {each.index for each in work.decoded.elements} - heard:
                self._verdict(index).said = _IGNORED
            for row in placed.rows:
                seen[row.channel_id] = max(
                    row.measured_at, seen.get(row.channel_id, row.measured_at)
                )

    def judge(self, kept: Kept) -> None:
        """Takes up what became of the rows."""
        for row in kept.stored:
            self._verdict(row.index).stored += 1
        for row in kept.duplicates:
            self._verdict(row.index).duplicate += 1
        for row, value in kept.conflicts:
            self._refuse(row.index, conflict(row, value).refusal)
        for row, said in kept.poison:
            self._refuse(row.index, Refusal(Reason.REFUSED, shown(said, 200)))

    def _refuse(self, index: int | None, refusal: Refusal) -> None:
        self._verdict(index).said = f"{title(refusal.reason)}: {refusal.detail}"

    def _verdict(self, index: int | None) -> Verdict:
        assert index is not None  # noqa: S101  every element was given one above
        return self.verdicts[index]


def whole_messages(rejects: Sequence[KeptReject], limit: int) -> Sequence[KeptReject]:
    """Those of a page of `limit` whose message ends with it; empty where one fills it all."""
    if len(rejects) < limit or not rejects or rejects[-1].message is None:
        return rejects
    cut = len(rejects)
    while cut and rejects[cut - 1].message == rejects[-1].message:
        cut -= 1
    return rejects[:cut]


def without_offset(works: Iterable[Work]) -> dict[tuple[str, str], int]:
    """Channels that sent times without an offset, and when the first of these was received."""
    found: dict[tuple[str, str], int] = {}
    for work in works:
        if any(each.local is not None for each in work.decoded.elements):
            names = work.decoded.device, work.decoded.channel
            found.setdefault(names, work.message.received_at)
    return found
