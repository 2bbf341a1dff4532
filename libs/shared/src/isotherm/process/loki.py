"""Log records to Loki: sent in batches by a thread, retried while Loki is unavailable.

Limits of Loki 3.7 (limits_config, grpc_server_max_recv_msg_size): a line of at most 256 KiB, a push
of at most 4 MiB, no line more than an hour behind its stream. Its answers 429 and 5xx ask for
another try; any other 4xx never becomes right and is not repeated.
"""

import json
import logging
import queue
import re
import threading
import time

import requests
from logging_loki.emitter import LokiEmitterV1
from prometheus_client import Counter

from isotherm.process.retry import Backoff

LINE_BYTES = 256 * 1024
PUSH_BYTES = 1024 * 1024
"""Of lines in one push: a quarter of what Loki takes, so that labels and escapes have room."""
PUSH_LINES = 5_000
QUEUE_SIZE = 10_000
"""Records that wait while Loki is unavailable; a new one beyond is dropped and counted."""
GRACE_S = 5.0
"""How long the end of the process waits for what is queued."""

_COLLECT_S = 0.5
_TIMEOUT_S = 5.0
_FIRST_RETRY_S, _LAST_RETRY_S = 0.25, 15.0
_TRY_AGAIN = 429
_CUT_CHARACTERS = 16_000
_ALWAYS_KEPT = ("time", "level", "service", "instance", "logger", "message")
_IGNORED = re.compile(r"total ignored: (\d+) out of")

log = logging.getLogger(__name__)

LOST = Counter(
    "isotherm_process_log_records_lost_total",
    "Log records that did not reach Loki, by reason",
    ["reason"],
)

Entry = tuple[str, int, str]
"""Level, nanoseconds since 1970, and the line of one record."""


class LokiHandler(logging.Handler):
    """Queue records without waiting; a thread formats and sends them until `close`."""

    def __init__(self, url: str, labels: dict[str, str], *, grace_s: float = GRACE_S) -> None:
        super().__init__()
        self._push = _Push(url.rstrip("/") + "/loki/api/v1/push", labels)
        self._grace_s = grace_s
        self._queue: queue.Queue[logging.LogRecord] = queue.Queue(QUEUE_SIZE)
        self._stopping = threading.Event()
        self._deadline = float("inf")
        self._undelivered = 0
        self._thread = threading.Thread(target=self._run, name="loki", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue the record, or count it as lost if the queue is full."""
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            LOST.labels("queue_full").inc()

    def close(self) -> None:
        """Send what is queued, for at most the grace period; count and report the rest as lost.

        `logging.shutdown` calls this when the interpreter exits, also after an exception.
        """
        if not self._stopping.is_set():
            self._deadline = time.monotonic() + self._grace_s
            self._stopping.set()
            # a request that has begun may outlast the deadline by its own timeout
            self._thread.join(self._grace_s + _TIMEOUT_S)
            logging.getLogger().removeHandler(self)
            if self._undelivered:
                log.warning(
                    "log records did not reach Loki before the end",
                    extra={"records": self._undelivered},
                )
        super().close()

    def _run(self) -> None:
        while entries := self._collect():
            self._deliver(entries)

    def _collect(self) -> list[Entry]:
        """Return the next batch, oldest first; empty once stopping and nothing is queued."""
        entries: list[Entry] = []
        size, until = 0, float("inf")
        while len(entries) < PUSH_LINES and size + LINE_BYTES <= PUSH_BYTES:
            try:
                record = self._queue.get(timeout=self._patience(until))
            except queue.Empty:
                if entries or self._stopping.is_set():
                    break
                continue
            try:
                entry = self._entry(record)
            except Exception:  # whatever is wrong with one record, the thread goes on
                LOST.labels("unformattable").inc()
                continue
            entries.append(entry)
            size += len(entry[2].encode())
            until = min(until, time.monotonic() + _COLLECT_S)
        return entries

    def _patience(self, until: float) -> float:
        if self._stopping.is_set():
            return 0.001
        return max(0.001, min(until - time.monotonic(), _COLLECT_S))

    def _entry(self, record: logging.LogRecord) -> Entry:
        line = self.format(record)
        if len(line.encode()) > LINE_BYTES:
            line = _cut(line)
        return record.levelname.lower(), int(record.created * 1e9), line

    def _deliver(self, entries: list[Entry]) -> None:
        """Push a batch until Loki has taken or refused it, or the deadline has passed."""
        backoff = Backoff(_FIRST_RETRY_S, _LAST_RETRY_S)
        while (remaining_s := self._deadline - time.monotonic()) > 0:
            refused = self._push(entries, min(_TIMEOUT_S, remaining_s))
            if refused is not None:
                LOST.labels("refused").inc(refused)
                return
            self._rest(backoff.next_s())
        LOST.labels("unreachable").inc(len(entries))
        self._undelivered += len(entries)

    def _rest(self, seconds: float) -> None:
        if self._stopping.is_set():
            time.sleep(max(0.0, min(seconds, self._deadline - time.monotonic())))
        else:
            self._stopping.wait(seconds)


def _cut(line: str) -> str:
    """Return a JSON line that Loki takes: long texts are cut, and `cut_bytes` says what it had."""
    document = json.loads(line)
    short = {
        key: value[:_CUT_CHARACTERS] if isinstance(value, str) else value
        for key, value in document.items()
    } | {"cut_bytes": len(line.encode())}
    text = json.dumps(short, ensure_ascii=False)
    if len(text.encode()) <= LINE_BYTES:
        return text
    return json.dumps({key: short[key] for key in (*_ALWAYS_KEPT, "cut_bytes")}, ensure_ascii=False)


class _Push:
    """One request to Loki, over a connection that is kept."""

    def __init__(self, url: str, labels: dict[str, str]) -> None:
        self._emitter = LokiEmitterV1(url, labels)

    def __call__(self, entries: list[Entry], timeout_s: float) -> int | None:
        """Send a batch; return how many entries Loki refused, or None if it must be sent again."""
        streams: dict[str, list[tuple[str, str]]] = {}
        for level, stamp, line in entries:
            streams.setdefault(level, []).append((str(stamp), line))
        body = {
            "streams": [
                {"stream": {**self._emitter.tags, "level": level}, "values": values}
                for level, values in streams.items()
            ]
        }
        try:
            answer = self._emitter.session.post(self._emitter.url, json=body, timeout=timeout_s)
        except requests.RequestException:
            self._emitter.close()
            return None
        if answer.status_code == _TRY_AGAIN or answer.status_code >= 500:
            return None
        if answer.ok:
            return 0
        ignored = _IGNORED.search(answer.text)
        return int(ignored[1]) if ignored else len(entries)
