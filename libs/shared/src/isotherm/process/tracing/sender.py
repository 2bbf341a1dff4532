"""Send ended spans in batches by a thread; what a slow or dead collector costs is a counter.

Spans wait in a bounded queue. A new one that finds it full is lost, so memory is bounded, and
nothing that is observed ever waits.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from isotherm.process.metrics import counter
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

QUEUE_SIZE = 4096
"""Spans that wait; a recorded batch of ingest with all its links takes about 30 KB."""
PUSH_SPANS = 512
_COLLECT_S = 1.0
_TIMEOUT_S = 5.0
_FIRST_RETRY_S, _LAST_RETRY_S = 0.25, 15.0
_REASONS = ("queue_full", "refused", "unencodable", "unreachable")

log = logging.getLogger(__name__)

SENT = counter("isotherm_process_spans_sent_total", "Spans that the collector has taken")
LOST = counter(
    "isotherm_process_spans_lost_total", "Spans that did not reach the collector", reason=_REASONS
)

Push = Callable[[Sequence["ReadableSpan"], float], int | None]
"""Sends spans within a timeout (s); returns how many were refused, or None if they must be sent
again."""


class Sender:
    """Queues spans without waiting; a thread sends them until `close`."""

    def __init__(self, push: Push) -> None:
        self._push = push
        self._queue: SimpleQueue[ReadableSpan] = SimpleQueue()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._deadline = float("inf")
        self._in_hand = 0
        self._outage = Outage(
            log,
            "spans cannot be sent to the collector, trying again; further ones may be lost",
            "spans are sent to the collector again",
        )
        self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
        self._thread.start()

    def add(self, span: "ReadableSpan") -> None:
        """Queue a span, or count it as lost if the queue is full."""
        waiting = self._queue.qsize()
        if waiting >= QUEUE_SIZE or self._closing.is_set():
            LOST.labels("queue_full").inc()
            return
        self._queue.put(span)
        if waiting + 1 >= PUSH_SPANS and not self._wake.is_set():
            self._wake.set()

    def close(self, grace_s: float) -> None:
        """Send what is queued, for at most the grace period; count and log the rest as lost."""
        self._deadline = time.monotonic() + grace_s
        self._closing.set()
        self._wake.set()
        self._thread.join(grace_s)  # a request that hangs ends with the process
        lost = self._in_hand + self._queue.qsize()
        if lost:
            LOST.labels("unreachable").inc(lost)
            log.warning("spans did not reach the collector before the end", extra={"spans": lost})

    def _run(self) -> None:
        last = False
        while not last:
            self._wake.wait(_COLLECT_S)
            self._wake.clear()
            last = self._closing.is_set()
            while spans := self._collect():
                self._in_hand = len(spans)
                if not self._deliver(spans):
                    return
                self._in_hand = 0

    def _collect(self) -> list["ReadableSpan"]:
        spans: list[ReadableSpan] = []
        try:
            while len(spans) < PUSH_SPANS:
                spans.append(self._queue.get_nowait())
        except Empty:
            pass
        return spans

    def _deliver(self, spans: Sequence["ReadableSpan"]) -> bool:
        """Push until the collector has taken or refused them; return False after the deadline."""
        backoff = Backoff(_FIRST_RETRY_S, _LAST_RETRY_S)
        while (remaining_s := self._deadline - time.monotonic()) > 0:
            try:
                refused = self._push(spans, min(_TIMEOUT_S, remaining_s))
            except Exception:  # whatever is wrong with these, the thread goes on
                log.warning("spans cannot be encoded; they are lost", exc_info=True)
                LOST.labels("unencodable").inc(len(spans))
                return True
            if refused is not None:
                self._outage.ended()
                SENT.inc(len(spans) - refused)
                LOST.labels("refused").inc(refused)
                return True
            self._outage.began("no answer, or one that asks for another try")
            self._rest(backoff.next_s())
        return False

    def _rest(self, seconds: float) -> None:
        if self._closing.is_set():
            time.sleep(max(0.0, min(seconds, self._deadline - time.monotonic())))
        else:
            self._closing.wait(seconds)
