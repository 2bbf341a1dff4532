"""A connection of a device whose acknowledgements are scripted, to inject faults."""

from collections.abc import Callable
from typing import Any, Self

from isotherm_devstack.simulate.link import Receipt


class ScriptedLink:
    """Stands in for a device's links, one after the other.

    `answer` gets the payload of each reading or array, and returns what the broker did with it or
    raises an error of `Link.deliver`. `taken` holds the payloads that were taken, `status` what
    was published about the device.
    """

    def __init__(self, answer: Callable[[str], Receipt]) -> None:
        self.taken: list[str] = []
        self.status: list[str] = []
        self.connections = 0
        self._answer = answer

    def __call__(self, *_: Any) -> Any:
        """Return the next link, not yet connected."""
        return self

    async def __aenter__(self) -> Self:
        """Connect."""
        self.connections += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""

    async def deliver(self, topic: str, payload: str, *, retain: bool = False) -> Receipt:
        """Publish a payload; a status is taken in any case."""
        if topic.endswith("/status"):
            assert retain
            self.status.append(payload)
            return Receipt.TAKEN
        receipt = self._answer(payload)
        if receipt is Receipt.TAKEN:
            self.taken.append(payload)
        return receipt
