"""Make messages of kept rejects again, and judge what became of each; pure.

Elements of one message are placed together, as when they arrived: a clock that is ahead moves all
of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from isotherm.instants import Micros
from isotherm.reasons import Reason
from isotherm.replays import IGNORED_AGAIN
from isotherm_ingest.batch.elements import Cleared, Decoded, Refusal, Status, Work, shown
from isotherm_ingest.batch.refused import conflict
from isotherm_ingest.batch.rows import Names, Row
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.mqtt.arrivals import Message
from isotherm_ingest.place.careful import place
from isotherm_ingest.place.local_times import read_times, resolve_run
from isotherm_ingest.place.registry import Registry
from isotherm_ingest.place.trails import Overlay
from isotherm_ingest.store.readings import Kept

_NO_READING = {
    Status: "it says whether the device is connected, which is no reading",
    Cleared: "a message of zero bytes is no reading",
}
_UNDATED = "a retained message without a time of its own cannot be dated"
_IGNORED = f"{IGNORED_AGAIN}: restore the channel first"


@dataclass(slots=True, frozen=True)
class KeptReject:
    """A reject from the database; instants in µs."""

    reject_id: int
    topic: str
    payload: bytes
    message: int | None
    """The number that all elements of its message share; None for a whole message."""
    retained: bool
    received_at: int
    published_at: int | None
    time_unsure: bool
    instance: str


@dataclass(slots=True)
class Verdict:
    """The result of replaying a reject."""

    stored: int = 0
    duplicate: int = 0
    why: str | None = None
    """Why the reject, or a part of it, still cannot become a reading."""


@dataclass(slots=True)
class Replayed:
    """Rejects replayed together; the `index` of rows and refusals is that of their reject."""

    rejects: Sequence[KeptReject]
    works: list[Work] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    undecided: list[Row] = field(default_factory=list)
    """Those whose local time may mean either of two instants, in the order of arrival."""

    @classmethod
    def of(cls, rejects: Sequence[KeptReject]) -> "Replayed":
        """Decode rejects again, grouped by message, in the order of arrival."""
        replayed = cls(rejects, verdicts=[Verdict() for _ in rejects])
        groups: dict[int, list[int]] = {}
        for index, reject in enumerate(rejects):
            # a whole message is a group of its own; message numbers are not negative
            number = -1 - index if reject.message is None else reject.message
            groups.setdefault(number, []).append(index)
        for group in groups.values():
            if (work := replayed._work(group)) is not None:
                work.origin = len(replayed.works)
                replayed.works.append(work)
        return replayed

    def _work(self, group: Sequence[int]) -> Work | None:
        first = self.rejects[group[0]]
        whole: Decoded | None = None
        for index in group:
            outcome = decode(first.topic, self.rejects[index].payload)
            if not isinstance(outcome, Decoded):
                if isinstance(outcome, Refusal):
                    self._refuse(index, outcome)
                else:
                    self.verdicts[index].why = _NO_READING[type(outcome)]
                continue
            for refusal in outcome.refusals:
                self._refuse(index, refusal)
            earlier = self.rejects[index].time_unsure
            elements = [
                replace(element, index=index, earlier=earlier) for element in outcome.elements
            ]
            if whole is None:
                whole = Decoded(outcome.device, outcome.channel, elements, [], len(elements))
            else:
                whole.elements += elements
                whole.offered += len(elements)
        if whole is None:
            return None
        message = Message(first.topic, b"", 0, 0, first.retained, first.received_at)
        if first.published_at is None:
            return Work(message, whole, first.received_at, unsure=True)
        unsure = all(self.rejects[index].time_unsure for index in group)
        return Work(message, whole, first.published_at, unsure)

    def place(self, registry: Registry) -> None:
        """Place the rejects as if they had just arrived."""
        alone = len({reject.instance for reject in self.rejects}) == 1
        trails = Overlay(alone=alone, decided=self._by_order(registry) if alone else {})
        for work in self.works:
            placed = place(work, registry, trails)
            if placed.trail is not None:
                trails.put(*placed.trail)
            self.rows += [row for row in placed.rows if not row.undecided]
            self.undecided += [row for row in placed.rows if row.undecided]
            for refusal in placed.refusals:
                self._refuse(refusal.index, refusal)
            placed_indices = {row.index for row in placed.rows}
            placed_indices |= {refusal.index for refusal in placed.refusals}
            channel = registry.channel((work.decoded.device, work.decoded.channel))
            why = _IGNORED if channel is not None and channel.ignored else _UNDATED
            for index in {element.index for element in work.decoded.elements} - placed_indices:
                self._verdict(index).why = why

    def _by_order(self, registry: Registry) -> dict[int, Micros]:
        """Return the instants of local times that the order of messages tells, by element.

        What was received live can only be judged by what came before. Here the messages that came
        after are known as well.
        """
        decided: dict[int, Micros] = {}
        for names, works in _by_channel(self.works).items():
            channel = registry.channel(names)
            zone = None if channel is None else channel.zone
            read = [read_times(work.decoded.elements, zone) for work in works]
            if not any(times.local for times in read):
                continue
            messages = [
                ([said for _, said in times.said()], work.instant)
                for times, work in zip(read, works, strict=True)
            ]
            for times, chosen in zip(read, resolve_run(messages), strict=True):
                for (index, _), at in zip(times.said(), chosen, strict=True):
                    if at is not None:
                        decided[id(times.timed[index][0])] = at
        return decided

    def judge(self, kept: Kept) -> None:
        """Judge the rejects by the result of storing their rows."""
        for row in kept.stored:
            self._verdict(row.index).stored += 1
        for row in kept.duplicates:
            self._verdict(row.index).duplicate += 1
        for row, value in kept.conflicts:
            self._refuse(row.index, conflict(row, value).refusal)
        for row, error in kept.poison:
            self._refuse(row.index, Refusal(Reason.REFUSED, shown(error, 200)))

    def _refuse(self, index: int | None, refusal: Refusal) -> None:
        self._verdict(index).why = f"{refusal.reason.label}: {refusal.detail}"

    def _verdict(self, index: int | None) -> Verdict:
        assert index is not None  # noqa: S101  `_work` gave every element one
        return self.verdicts[index]


def whole_messages(rejects: Sequence[KeptReject], limit: int) -> Sequence[KeptReject]:
    """Return the rejects of a page of `limit` whose messages are complete; the last may not be."""
    if len(rejects) < limit or not rejects or rejects[-1].message is None:
        return rejects
    cut = len(rejects)
    while cut and rejects[cut - 1].message == rejects[-1].message:
        cut -= 1
    return rejects[:cut]


def _by_channel(works: Iterable[Work]) -> dict[Names, list[Work]]:
    """Return the messages of each channel, in the order of arrival."""
    by_channel: dict[Names, list[Work]] = {}
    for work in works:
        by_channel.setdefault((work.decoded.device, work.decoded.channel), []).append(work)
    return by_channel
