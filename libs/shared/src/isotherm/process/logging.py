"""Logs: a JSON line for each record on stdout, and also to Loki if its address is set."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from isotherm.process.loki import LokiHandler

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("aiomqtt", "asyncio", "urllib3", "alembic", "httpx", "httpcore")


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time, level, service, instance, logger, message, extras."""

    def __init__(self, service: str, instance: str) -> None:
        super().__init__()
        self._fixed = {"service": service, "instance": instance}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line break."""
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


def configure(
    service: str,
    instance: str,
    level: str = "info",
    loki_url: str | None = None,
    *,
    stream: TextIO | None = None,
) -> None:
    """Configure the root logger of a process; call it once, before anything is logged.

    The lines go to `stream`, which is stdout unless given, and to Loki if its address is set.
    """
    formatter = JsonFormatter(service, instance)
    stdout = logging.StreamHandler(sys.stdout if stream is None else stream)
    stdout.setFormatter(formatter)
    handlers: list[logging.Handler] = [stdout]
    if loki_url is not None:
        loki = LokiHandler(loki_url, {"service": service, "instance": instance})
        loki.setFormatter(formatter)
        handlers.append(loki)
    logging.basicConfig(level=level.upper(), handlers=handlers, force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
