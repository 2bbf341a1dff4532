"""One push of log lines to Loki: python-logging-loki's emitter, for many lines and within bounds.

Limits of Loki 3.7 (limits_config, grpc_server_max_recv_msg_size): a line of at most 256 KiB, a push
of at most 4 MiB, no line more than an hour behind its stream. Its answers 429 and 5xx ask for
another try; any other never becomes right and is not repeated.
"""

import email.utils
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import requests
from logging_loki.emitter import LokiEmitterV1

from isotherm.process.bounded_http import bounded_session
from isotherm.process.loki_entry import Entry

_TRY_AGAIN, _TOO_LARGE = 429, 413
_ANSWER_BYTES = 64 * 1024
"""Of an answer that are read: Loki's are a line."""
_SAID_CHARACTERS = 500
_IGNORED = re.compile(r"total ignored: (\d+) out of")


class Answer(NamedTuple):
    """The result of a push: how many records were lost and why, or that it must be sent again."""

    lost: int = 0
    """Entries that Loki will never take."""
    reason: str = ""
    text: str = ""
    """What Loki said about them."""
    is_again: bool = False
    """Whether the same entries have to be sent again."""
    is_too_large: bool = False
    """Whether something before Loki takes only smaller pushes."""
    after_s: float = 0.0
    """How long Loki asks to wait before another try, in seconds."""


class Emitter(LokiEmitterV1):  # type: ignore[misc]  # it carries no types
    """Sends entries with the time at which they happened, and no labels but ours and `level`."""

    def __call__(self, entries: Sequence[Entry], timeout_s: float) -> Answer:
        """Send a batch; connecting, sending and the answer may take `timeout_s` each."""
        try:
            with self.session.post(
                self.url,
                data=_body(self.tags, entries),
                headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
                timeout=timeout_s,
                allow_redirects=False,  # which would make a GET of it
                stream=True,
            ) as answer:
                text = answer.raw.read(_ANSWER_BYTES).decode("utf-8", "replace")
                return _judge(answer, text, len(entries))
        except Exception:  # also what no address, answer or library should be able to raise
            self.close()
            return Answer(is_again=True)

    @staticmethod
    def session_class() -> requests.Session:
        """Return the session that the base class sends with."""
        return bounded_session()


def _body(labels: dict[str, str], entries: Sequence[Entry]) -> bytes:
    streams: dict[str, list[bytes]] = {}
    for entry in sorted(entries, key=lambda entry: entry.nanoseconds):
        streams.setdefault(entry.level, []).append(b'["%d",%s]' % (entry.nanoseconds, entry.line))
    return b'{"streams":[%s]}' % b",".join(
        b'{"stream":%s,"values":[%s]}'
        % (json.dumps({**labels, "level": level}).encode(), b",".join(values))
        for level, values in streams.items()
    )


def _judge(answer: requests.Response, text: str, count: int) -> Answer:
    status = answer.status_code
    if status == _TRY_AGAIN or status >= 500:
        return Answer(is_again=True, after_s=_asked_wait_s(answer.headers.get("Retry-After", "")))
    if 200 <= status < 300:
        return Answer()
    if status == _TOO_LARGE:
        return Answer(count, "refused", text, is_too_large=True)
    if 300 <= status < 400:
        return Answer(count, "redirected", f"it sends elsewhere, with status {status}")
    ignored = _IGNORED.search(text)
    lost = min(count, int(ignored[1])) if ignored else count
    return Answer(lost, "refused", f"{status}: {text[:_SAID_CHARACTERS]}")


def _asked_wait_s(header: str) -> float:
    """Return the seconds of a Retry-After header, which may be a date."""
    if header.strip().isdigit():
        return float(header[:6])
    try:
        at = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
