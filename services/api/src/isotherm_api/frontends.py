"""The frontends that send requests: each names itself, as none of them reaches the database.

The header counts only with a token of the web client. Browsers never see such a token, so nobody
else can invent instances.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from isotherm.names import LONGEST_NAME, NAME
from isotherm.process.presence import Running

HEADER = "Isotherm-Frontend"
"""`<instance> <version> <start in ms since 1970>`."""
_VALUE = re.compile(
    rf"(?P<instance>(?=.{{1,{LONGEST_NAME}}} ){NAME}) (?P<version>[0-9A-Za-z.+-]{{1,64}})"
    r" (?P<started>[0-9]{13})",
    re.ASCII,
)
_MOST = 100
"""Instances that are remembered until the next write."""


@dataclass(slots=True)
class Frontends:
    """Remembers who sent a request since `take` was last called."""

    client: str = "isotherm-web"
    """The realm's client whose tokens frontend sends."""
    monotonic: Callable[[], float] = time.monotonic
    _heard: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def hear(self, client: str | None, value: str | None) -> None:
        """Remember the frontend that sent a request with this header; ignore any other value."""
        if value is None or client != self.client:
            return
        match = _VALUE.fullmatch(value)
        if match is None:
            return
        key = (match["instance"], match["version"], match["started"])
        if key in self._heard or len(self._heard) < _MOST:
            self._heard[key] = self.monotonic()

    def take(self) -> list[Running]:
        """Return the frontends heard since the last call; of two with one name the newer one."""
        heard, self._heard = self._heard, {}
        now = self.monotonic()
        newest: dict[str, Running] = {}
        for (instance, version, started), at in sorted(heard.items(), key=lambda item: item[0][2]):
            begun = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(started))
            newest[instance] = Running("frontend", instance, version, begun, now - at)
        return list(newest.values())
