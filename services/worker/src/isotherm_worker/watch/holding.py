"""Since when alerts have held, and which of them are due. Pure.

An alert that has held since this worker started may only say that the system is starting. It is
raised once the start has taken too long; one whose condition was fine in between, as usual.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from isotherm.watch import SILENT_S
from isotherm_worker.watch.judge import Alert, AlertKey

GRACE = timedelta(seconds=SILENT_S)
"""A restart of broker or ingest that takes no longer than this raises no alert."""
START = timedelta(seconds=90)
"""How long the parts of a system may take to start."""
_SETTLED = timedelta(seconds=SILENT_S)
"""Until then a heartbeat from before the start may still look fresh."""
_AT_START = ("blind", "impaired")
"""The kinds that hold while the parts of a system start one after the other."""


class Holding:
    """Since when each alert has held without a break."""

    def __init__(self, grace: timedelta = GRACE, start: timedelta = START) -> None:
        self._grace, self._start = grace, start
        self._started_at: datetime | None = None
        self._since: dict[AlertKey, datetime] = {}
        self._from_start: set[AlertKey] = set()
        self._seen_at: datetime | None = None
        """When readings were last seen to come in, by this worker."""

    def due(self, alerts: Iterable[Alert], now: datetime, raised: Set[AlertKey]) -> list[Alert]:
        """Return the alerts to raise or keep raised, each with the instant at which it began.

        `alerts` are those that hold at `now`; `raised` are those that are open.
        """
        held = [_joined(alert, raised) for alert in alerts]
        self._note(held, now)
        return [
            replace(alert, since=self._began(alert))
            for alert in held
            if alert.key in raised or self._has_waited(alert, now)
        ]

    def _note(self, held: Sequence[Alert], now: datetime) -> None:
        self._started_at = self._started_at or now
        keys = {_event(alert) for alert in held}
        self._since = {key: self._since.get(key, now) for key in keys}
        if now - self._started_at <= _SETTLED:
            self._from_start |= keys
            return
        self._from_start &= keys
        if not any(alert.kind == "blind" for alert in held):
            self._seen_at = now

    def _has_waited(self, alert: Alert, now: datetime) -> bool:
        if alert.kind in _AT_START and _event(alert) in self._from_start:
            return self._started_at is None or now - self._started_at >= self._start
        return not alert.patient or now - self._since[_event(alert)] >= self._grace

    def _began(self, alert: Alert) -> datetime:
        """Return when an alert began: before it was judged, but not before all was seen well."""
        first = self._since[_event(alert)]
        began = min(alert.since or first, first)
        if alert.kind != "blind" or self._seen_at is None:
            return began
        return max(began, self._seen_at - GRACE)


def _event(alert: Alert) -> AlertKey:
    """Return what alerts that follow each other have in common: being blind is one event."""
    return ("blind", "") if alert.kind == "blind" else alert.key


def _joined(alert: Alert, raised: Set[AlertKey]) -> Alert:
    """Return a blind alert as the open one, if there is one, whatever its cause."""
    causes = [cause for kind, cause in raised if kind == alert.kind == "blind"]
    return replace(alert, cause=causes[0]) if causes else alert
