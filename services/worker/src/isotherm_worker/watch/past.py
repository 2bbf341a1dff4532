"""The detail of an alert that has ended: what was wrong, and whether anything was lost. Pure."""

from isotherm_worker.watch.judge import BROKER_AWAY, MESSAGES_LOST, MESSAGES_WAIT

_NOT_COLLECTED = "No ingest was collecting readings from the broker."
_KEPT = f"{_NOT_COLLECTED} Messages that the broker kept were stored afterwards."
_BLIND = {
    BROKER_AWAY: "The broker could not be reached. Readings that devices kept meanwhile are stored"
    " with their original times.",
    MESSAGES_WAIT: f"{_NOT_COLLECTED} Messages waited there and were stored afterwards.",
    MESSAGES_LOST: f"{_NOT_COLLECTED} Messages sent meanwhile are lost, unless the devices send"
    " them again.",
}
"""By the last detail while it held."""
_UNTIMED = "readings without a time may have got an inaccurate one"
_DETAILS = {
    ("lost", "dropped"): "The broker dropped messages that it had acknowledged to their devices.",
    ("ledger", "differences"): "The ledger and the stored readings disagreed; they agree again.",
    ("queued", "broker"): "Messages waited in the broker; the queue is short again.",
    ("impaired", "broker"): f"Worker could not reach the broker and sent no ticks: {_UNTIMED}.",
    ("impaired", "ticks"): f"No ticks came through the broker: {_UNTIMED}.",
}
_OF_INSTANCES = {
    ("queued", "instance"): "{} was behind: it was storing readings that had waited.",
    ("impaired", "instance"): "{} was not running: its messages waited in the broker.",
    ("impaired", "ticks"): f"{{}} received no ticks: {_UNTIMED}.",
}
"""By kind and by what stands before the colon of the cause."""


def past(kind: str, cause: str, detail: str, *, dropped: bool) -> str:
    """Return the detail of an alert that has ended; one in the past tense stays as it is.

    `detail` is its last one, `dropped` whether the broker dropped messages lately.
    """
    if kind == "blind":
        if detail in (_KEPT, *_BLIND.values()):
            return detail
        return _KEPT if dropped and detail == MESSAGES_WAIT else _BLIND.get(detail, _KEPT)
    prefix, _, name = cause.partition(":")
    form = _OF_INSTANCES.get((kind, prefix)) if name else _DETAILS.get((kind, cause))
    return detail if form is None else form.format(name)
