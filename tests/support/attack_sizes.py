"""Sizes of the attacks: enough to prove in `make test`, full in `make soak`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much each attack does."""

    fuzz_cases: int
    """Generated requests for each operation of the API and each person."""
    random: bool
    """Whether these differ from run to run."""
    unfinished: int
    """Requests that are begun and never finished, at once."""
    header_bytes: int
    """The length of one header that does not end."""
    long_topics: int
    """Messages whose topic is as long as MQTT allows."""
    passwords: int
    """Wrong passwords at the broker."""
    connects: int
    """Connections a second that say nothing, for three seconds."""
    flood: int
    """Messages that a device sends as fast as it can."""
    names: int
    """Channels that a gateway invents."""
    payloads: int
    """Hostile messages of a device in good standing."""
    sessions: int
    """Sessions that load the frontend, each with `pages` requests."""
    pages: int


SHORT = Sizes(
    fuzz_cases=6,
    random=False,
    unfinished=50,
    header_bytes=2_000_000,
    long_topics=20,
    passwords=60,
    connects=100,
    flood=3_000,
    names=400,
    payloads=60,
    sessions=5,
    pages=40,
)
FULL = Sizes(
    fuzz_cases=200,
    random=True,
    unfinished=1_000,
    header_bytes=40_000_000,
    long_topics=100,
    passwords=10_000,
    connects=1_000,
    flood=200_000,
    names=10_000,
    payloads=2_000,
    sessions=100,
    pages=100,
)
