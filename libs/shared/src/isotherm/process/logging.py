"""Logs: one JSON line a record on stdout, always; and to Loki too where its address is set."""

import json
import logging
import logging.handlers
import queue
import sys
from datetime import UTC, datetime

from logging_loki import LokiHandler
from logging_loki.emitter import LokiEmitterV1
from prometheus_client import Counter

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("aiomqtt", "asyncio", "urllib3", "alembic", "httpx", "httpcore")
QUEUE_SIZE = 10_000

LOKI_LOST = Counter(
    "isotherm_log_lost_total", "Log records that did not reach Loki, by reason", ["reason"]
)


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time, level, service, instance, logger, message, extras."""

    def __init__(self, service: str, instance: str) -> None:
        super().__init__()
        self._fixed = {"service": service, "instance": instance}

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **self._fixed,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: value for key, value in vars(record).items() if key not in _PLAIN})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class _Emitter(LokiEmitterV1):  # type: ignore[misc]  # logging_loki carries no types
    """Sends with the record's own time and only our labels; the stock one adds two of its own."""

    def __call__(self, record: logging.LogRecord, line: str) -> None:
        answer = self.session.post(self.url, json=self.build_payload(record, line), timeout=5)
        answer.raise_for_status()

    def build_tags(self, record: logging.LogRecord) -> dict[str, object]:
        return {**self.tags, "level": record.levelname.lower()}

    def build_payload(self, record: logging.LogRecord, line: str) -> dict[str, object]:
        stamp = str(int(record.created * 1e9))
        return {"streams": [{"stream": self.build_tags(record), "values": [[stamp, line]]}]}


class _Loki(LokiHandler):  # type: ignore[misc]  # logging_loki carries no types
    """Writes to Loki from the queue's thread; a dead Loki costs a count and nothing else."""

    def __init__(self, url: str, labels: dict[str, str]) -> None:
        logging.Handler.__init__(self)
        self.emitter = _Emitter(url.rstrip("/") + "/loki/api/v1/push", labels, None)

    def handleError(self, record: logging.LogRecord) -> None:
        LOKI_LOST.labels("unreachable").inc()
        self.emitter.close()


class _Queue(logging.handlers.QueueHandler):
    """Hands records to Loki's thread without ever waiting."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            self.queue.put_nowait(record)
        except queue.Full:
            LOKI_LOST.labels("queue_full").inc()


def configure(
    service: str, instance: str, level: str = "info", loki_url: str | None = None
) -> None:
    """Sets up the root logger of a process; to be called once, before anything is logged."""
    formatter = JsonFormatter(service, instance)
    stdout = logging.StreamHandler(sys.stdout)
    stdout.setFormatter(formatter)
    handlers: list[logging.Handler] = [stdout]
    if loki_url is not None:
        loki = _Loki(loki_url, {"service": service, "instance": instance})
        loki.setFormatter(formatter)
        waiting: queue.Queue[logging.LogRecord] = queue.Queue(QUEUE_SIZE)
        listener = logging.handlers.QueueListener(waiting, loki, respect_handler_level=True)
        listener.start()
        handlers.append(_Queue(waiting))
    logging.basicConfig(level=level.upper(), handlers=handlers, force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
