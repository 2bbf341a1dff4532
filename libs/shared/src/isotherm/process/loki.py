"""Log records to Loki: sent in batches by a thread, retried while Loki is unavailable.

Whoever logs never waits for it, and what waits is bounded in number and size. Whatever does not
reach Loki is counted by its reason, and is still on stdout.
"""

import logging
import os
import threading
import time
from collections.abc import Sequence

from isotherm.process.loki_entry import Entry, entry_of
from isotherm.process.loki_push import Answer, Emitter
from isotherm.process.loki_queue import LineQueue
from isotherm.process.metrics import counter
from isotherm.process.retry import Backoff

PUSH_BYTES = 1024 * 1024
"""Of lines in one push: a quarter of what Loki takes."""
PUSH_LINES = 5_000
QUEUE_SIZE = 10_000
QUEUE_BYTES = 8 * 1024 * 1024
"""Records that wait while Loki is unavailable; a new one beyond is dropped and counted."""
GRACE_S = 5.0
"""How long the end of the process waits for what is queued."""
REASONS = ("queue_full", "refused", "redirected", "unreachable", "unformattable")
"""Why records are lost: too many waited; Loki answered 4xx, or with a redirect; it could not be
reached before the end; or they have no text."""

_COLLECT_S = 0.5
_TIMEOUT_S = 5.0
_FIRST_RETRY_S, _LAST_RETRY_S = 0.25, 15.0
_LONGEST_REST_S = 60.0
"""Of what Loki may ask for."""
_LAST_REST_S = 0.5
"""Between tries once the process ends."""
_COMPLAIN_EVERY_S = 300.0

log = logging.getLogger(__name__)

LOST = counter(
    "isotherm_process_log_records_lost_total",
    "Log records that did not reach Loki",
    reason=REASONS,
)


class LokiHandler(logging.Handler):
    """Format records and queue them without waiting; a thread sends them until `close`."""

    def __init__(self, url: str, labels: dict[str, str], *, grace_s: float = GRACE_S) -> None:
        super().__init__()
        self._url, self._labels = url.rstrip("/") + "/loki/api/v1/push", labels
        self._grace_s = grace_s
        self._begin()

    def createLock(self) -> None:
        """Have no lock: the queue has its own, and nobody may wait while `close` runs."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        """Queue the record's line, or count it as lost if the queue is full."""
        if self._process != os.getpid():
            self._begin()  # in a forked process, where no thread of its parent runs
        if threading.get_ident() == self._thread.ident:
            return  # what sending logs would have to be sent again and again
        try:
            entry = entry_of(record, self.format(record))
        except Exception:  # whatever is wrong with one record, who logs it goes on
            LOST.labels("unformattable").inc()
            return
        with self._counting:
            is_queued = self._queue.put(entry)
            self._owed += is_queued
        if not is_queued:
            LOST.labels("unreachable" if self._stopping.is_set() else "queue_full").inc()

    def close(self) -> None:
        """Send what is queued, for at most the grace period; count and report the rest as lost.

        `logging.shutdown` calls this when the interpreter exits, also after an exception.
        """
        if self._process == os.getpid() and not self._stopping.is_set():
            self._deadline = time.monotonic() + self._grace_s
            self._stopping.set()
            self._queue.close()
            if self._is_running:
                self._thread.join(self._grace_s)
            self._abandon()
            logging.getLogger().removeHandler(self)
            if self._undelivered:
                log.warning(
                    "log records did not reach Loki before the end",
                    extra={"records": self._undelivered},
                )
        super().close()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._emitter = Emitter(self._url, self._labels)
        self._queue = LineQueue(QUEUE_SIZE, QUEUE_BYTES)
        self._stopping = threading.Event()
        self._deadline = float("inf")
        self._counting = threading.RLock()
        self._owed = self._undelivered = 0
        self._is_abandoned = False
        self._silent_until = float("-inf")
        self._thread = threading.Thread(target=self._run, name="loki", daemon=True)
        try:
            self._thread.start()
            self._is_running = True
        except RuntimeError:  # no more threads: the queue fills, and the end counts what is in it
            self._is_running = False

    def _run(self) -> None:
        while entries := self._queue.take(PUSH_LINES, PUSH_BYTES, _COLLECT_S):
            self._deliver(entries)

    def _deliver(self, entries: Sequence[Entry]) -> None:
        """Push a batch until Loki has taken or refused it, or the deadline has passed."""
        backoff = Backoff(_FIRST_RETRY_S, _LAST_RETRY_S)
        while (remaining_s := self._deadline - time.monotonic()) > 0:
            answer = self._emitter(entries, min(_TIMEOUT_S, remaining_s))
            if answer.is_too_large and len(entries) > 1:
                middle = len(entries) // 2
                self._deliver(entries[:middle])
                self._deliver(entries[middle:])
                return
            if not answer.is_again:
                self._settle(len(entries), answer)
                return
            self._rest(max(backoff.next_s(), min(answer.after_s, _LONGEST_REST_S)))
        self._settle(len(entries), Answer(len(entries), "unreachable"))

    def _rest(self, seconds: float) -> None:
        if not self._stopping.wait(seconds):
            return
        time.sleep(max(0.0, min(seconds, _LAST_REST_S, self._deadline - time.monotonic())))

    def _settle(self, count: int, answer: Answer) -> None:
        """Count entries as sent or lost, unless `close` has given up and counted them already."""
        with self._counting:
            if self._is_abandoned:
                return
            self._owed -= count
            if answer.reason == "unreachable":
                self._undelivered += answer.lost
        if answer.lost:
            LOST.labels(answer.reason).inc(answer.lost)
            self._complain(answer)

    def _complain(self, answer: Answer) -> None:
        """Say on stdout what Loki says, once in a while: the counter tells how often."""
        if answer.text and time.monotonic() >= self._silent_until:
            self._silent_until = time.monotonic() + _COMPLAIN_EVERY_S
            extra = {"records": answer.lost, "why": " ".join(answer.text.split())}
            log.warning("Loki does not take log records, they are lost", extra=extra)

    def _abandon(self) -> None:
        with self._counting:
            self._is_abandoned = True
            owed, self._owed = self._owed, 0
            self._undelivered += owed
        LOST.labels("unreachable").inc(owed)
