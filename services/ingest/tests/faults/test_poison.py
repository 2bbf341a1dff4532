"""A flood of bad messages among good ones: each is a reject, and none holds the others up."""

from collections import Counter
from itertools import cycle, islice

from fault_load import Load, Message
from fault_sizes import Sizes
from fault_trial import Trial, stopped

from isotherm.names import topic
from isotherm.reasons import Reason

_LARGE_EVERY = 500
KEPT = 100
"""Rejects kept at least per device, reason and hour."""

BAD: tuple[tuple[Reason, bytes], ...] = (
    (Reason.NOT_A_NUMBER, b"hot"),
    (Reason.NOT_A_NUMBER, b"1e999"),
    (Reason.NOT_A_NUMBER, b'{"value": "warm"}'),
    (Reason.NOT_A_NUMBER, b'{"value": "\\u0000\\ud800"}'),
    (Reason.NOT_A_NUMBER, b"1,234\0\0\0"),
    (Reason.NOT_JSON, b'{"value": '),
    (Reason.NOT_JSON, b"[" * 5_000),
    (Reason.BAD_ENCODING, b"21.4\xff"),
    (Reason.BAD_SHAPE, b"[]"),
    (Reason.BAD_SHAPE, b'{"temperature": 21.4}'),
    (Reason.BAD_UNIT, b'{"value": 21.4, "unit": "R"}'),
    (Reason.BAD_TIME, b'{"value": 21.4, "time": "soon"}'),
    (Reason.BAD_TIME, b'{"value": 21.4, "sampleTime": 1767225600}'),
    (Reason.TIME_WITHOUT_ZONE, b'{"value": 21.4, "time": "2026-01-01T12:00:00"}'),
    (Reason.TOO_OLD, b'{"value": 21.4, "time": "2021-01-01T00:00:00Z"}'),
    (Reason.IMPOSSIBLE, b"-300"),
    (Reason.IMPOSSIBLE, b'{"value": 1e30}'),
)
LARGE = (Reason.TOO_LARGE, b"[" + b" " * 1024 * 1024 + b"]")


def flood(device: str, count: int) -> tuple[list[Message], Counter[Reason]]:
    """Return bad messages of every kind by turns, and their number by reason."""
    kinds = list(islice(cycle(BAD), count))
    kinds[::_LARGE_EVERY] = [LARGE] * len(kinds[::_LARGE_EVERY])
    messages = [(topic(device, "bad"), payload) for _, payload in kinds]
    reasons = Counter(reason for reason, _ in kinds)
    for number in range(0, count, len(BAD) * 2):
        messages.append((f"sensors/{device}/bad/{number}", b"21.4"))
        reasons[Reason.BAD_TOPIC] += 1
    return messages, reasons


def contradicted(load: Load) -> tuple[list[Message], int]:
    """Return the messages of one device, some followed by another value for the same instant, and
    the number of the latter."""
    (device,) = load.devices
    messages, conflicts = [], 0
    for number, message in zip(load.numbers(), load.messages()[device], strict=True):
        messages.append(message)
        at = load.at_ms(number)
        if at is not None and number % 10 == 0:
            messages.append((message[0], f'{{"value": 1, "time": {at}}}'.encode()))
            conflicts += 1
    return messages, conflicts


async def test_poison_flood(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    mad, contrary, *sound = devices
    half = sizes.bad_messages // 2
    good = Load(sound, half)
    more = Load([contrary], half, first=half)
    bad, reasons = flood(mad, sizes.bad_messages)
    contrary_messages, reasons[Reason.CONFLICT] = contradicted(more)
    messages = good.messages() | {mad: bad, contrary: contrary_messages}
    await trial.subscribed()
    async with trial.ingest() as child:
        trial.refused = reasons.total()
        readings = good.count + more.count + trial.refused
        await trial.publish(messages, readings, sizes.rate)
        await trial.verdict(good, more)
        await stopped(child)
    kept = await trial.world.sql.fetch(
        "SELECT reason, count(*) FROM reject GROUP BY reason ORDER BY reason"
    )
    assert [row["reason"] for row in kept] == sorted(reasons)
    for reason, count in kept:
        assert min(KEPT, reasons[Reason(reason)]) <= count <= reasons[Reason(reason)], reason
