"""Turn tracing on for a process, and off at its end."""

from isotherm.process.tracing import spans
from isotherm.process.tracing.sender import Push, Sender

CONSOLE = "console"
"""The endpoint that means stderr."""
GRACE_S = 3.0
"""How long the end of the process waits for spans that are queued."""

_senders: list[Sender] = []


def configure(service: str, instance: str, endpoint: str | None, ratio: float = 1.0) -> None:
    """Record spans and send them to an endpoint: a collector's URL, or `console` for stderr.

    `ratio` is the share of the traces beginning in this process that are recorded. Without an
    endpoint there are none, and OpenTelemetry is not even imported.
    """
    if endpoint is not None:
        start(service, instance, _push_to(endpoint), ratio)


def _push_to(endpoint: str) -> Push:
    if endpoint == CONSOLE:
        from isotherm.process.tracing.console import ConsolePush

        return ConsolePush()
    from isotherm.process.tracing.otlp import OtlpPush

    return OtlpPush(endpoint)


def start(service: str, instance: str, push: Push, ratio: float = 1.0) -> None:
    """Record spans and send them by `push`."""
    from isotherm.process.tracing.recording import SpanRecorder, resource

    finish(0.0)
    sender = Sender(push)
    spans.use(SpanRecorder(resource(service, instance), ratio, sender))
    _senders.append(sender)


def finish(grace_s: float = GRACE_S) -> None:
    """Record nothing more, and send what is queued for at most the grace period (s)."""
    spans.use(None)
    while _senders:
        _senders.pop().close(grace_s)
