"""The trials of the ingest benchmark by name; each returns its measures of one round."""

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bench import peer
from bench.latency import latency
from bench.load import Load
from bench.memory import away
from bench.parts import Server
from bench.throughput import generator, isotherm

TIMED, UNTIMED = "isotherm", "isotherm, untimed"
SUB, CEILING, GENERATOR = "mosquitto_sub", "discard", "publisher"
TUTORIAL, COPY, NODE = "tutorial", "aiomqtt + COPY", "mqtt.js + pg"
AWAY = "database away"
FEW, MANY, DAYS = "100 channels", "100,000 channels", "30 days"
BUSY, BUSY_UNTIMED = "10,000/s", "10,000/s, untimed"
CALM, CALM_UNTIMED = "200/s", "200/s, untimed"

Trial = Callable[[Server], Awaitable[dict[str, float]]]

_AWAY_S = 60.0
_AWAY_RATE, _AWAY_MORE_S = 10_000, 5.0
_LATENCY_S = 20
_TUTORIAL_SHARE = 20
"""The tutorials' loop gets 1/20 of the messages: its rate does not depend on their number."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a run; smaller sizes are for a quick try."""

    messages: int = 300_000
    away_s: float = _AWAY_S
    latency_s: int = _LATENCY_S

    @property
    def whole(self) -> bool:
        """Whether the size is complete, so that the figures may be saved."""
        return self == Size()


def every_round(size: Size) -> dict[str, Trial]:
    """Return the trials of every round."""
    plain = Load(size.messages)
    fewer = replace(plain, messages=max(200, size.messages // _TUTORIAL_SHARE))
    python = functools.partial(_of_peer, peer.stores)
    return {
        TIMED: _of(isotherm, plain),
        SUB: _of(peer.mosquitto_sub, plain),
        UNTIMED: _of(isotherm, replace(plain, timed=False)),
        CEILING: _of_peer(peer.takes, plain, "discard"),
        NODE: _of(peer.node, plain),
        COPY: python(plain, "copy_batches"),
        TUTORIAL: python(fewer, "tutorial"),
        GENERATOR: _of(generator, plain),
        FEW: _of(isotherm, replace(plain, channels=5)),
        MANY: _of(isotherm, replace(plain, devices=2_000)),
        DAYS: _of(isotherm, replace(plain, days=30)),
        BUSY: _latency(size, 10_000),
        BUSY_UNTIMED: _latency(size, 10_000, timed=False),
        CALM: _latency(size, 200),
        CALM_UNTIMED: _latency(size, 200, timed=False),
    }


def once(size: Size) -> dict[str, Trial]:
    """Return the trials that only the first round runs."""
    seconds = size.away_s + _AWAY_MORE_S
    load = Load(int(_AWAY_RATE * seconds), rate=_AWAY_RATE)
    return {AWAY: lambda server: away(server, load, size.away_s)}


def _of(run: Callable[[Server, Load], Awaitable[dict[str, float]]], load: Load) -> Trial:
    return lambda server: run(server, load)


def _of_peer(
    run: Callable[[Server, Load, peer.Argv], Awaitable[dict[str, float]]], load: Load, name: str
) -> Trial:
    return lambda server: run(server, load, peer.python(name))


def _latency(size: Size, rate: int, *, timed: bool = True) -> Trial:
    load = Load(rate * size.latency_s, rate=rate, timed=timed)
    # polling costs time: at 10,000 messages a second a longer interval is precise enough
    every_s = 0.002 if rate > 1_000 else 0.0005
    return lambda server: latency(server, load, every_s)
