"""Logs: a JSON line for each record on stdout, and also to Loki if its address is set."""

import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from isotherm.process import tracing
from isotherm.process.log_fields import current_fields
from isotherm.process.log_line import encode, text_of
from isotherm.process.loki import LokiHandler
from isotherm.process.loki_entry import level_of

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {
    *("message", "asctime", "taskName"),
    "color_message",  # uvicorn's, which says the message once more
}
_NOISY = ("aiomqtt", "asyncio", "urllib3", "alembic", "httpx", "httpcore")


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time, level, service, instance, logger, message, fields.

    The fields are the record's extras, those of `log_fields`, and `trace_id` and `span_id` while a
    span is recorded. They are read here, so a record has to be formatted where it is logged.
    """

    def __init__(self, service: str, instance: str) -> None:
        super().__init__()
        self._fixed = {"service": service, "instance": instance}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line break; no record makes it raise."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": level_of(record),
            **self._fixed,
            "logger": record.name,
            **_message(record),
        }
        extras = {key: value for key, value in vars(record).items() if key not in _PLAIN}
        for key, value in {**_trace(), **current_fields(), **extras}.items():
            # an extra may be called `instance` too, and hides nothing
            line[f"{key}_" if key in line else key] = value
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        return encode(line)


def _message(record: logging.LogRecord) -> dict[str, str]:
    try:
        return {"message": record.getMessage()}
    except Exception as error:  # its arguments do not fit its text
        return {"message": text_of(record.msg), "logging_error": repr(error)}


def _trace() -> dict[str, str]:
    ids = tracing.current()
    return {} if ids is None else dict(zip(("trace_id", "span_id"), ids, strict=True))


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
    Warnings of Python's own are lines too, and so are exceptions that nobody catches.
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
    logging.captureWarnings(True)
    _log_uncaught()
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


def _log_uncaught() -> None:
    """Log what would be written to stderr as it is, with all that a traceback repeats."""
    log = logging.getLogger("isotherm.uncaught")

    def of_main(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("an exception ends the process", exc_info=(kind, error, traceback))

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            exc_info = (args.exc_type, args.exc_value, args.exc_traceback)
            extra = {"thread_name": None if args.thread is None else args.thread.name}
            log.error("an exception ends a thread", exc_info=exc_info, extra=extra)

    def of_nobody(args: "sys.UnraisableHookArgs") -> None:
        error = args.exc_value
        log.error(args.err_msg or "an exception that cannot be raised", exc_info=error)

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_main, of_thread, of_nobody
