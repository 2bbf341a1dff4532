"""Messages of channels that somebody ignores: counted as ignored, neither stored nor rejected."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from isotherm_ingest.batch.ledger import Ledger
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.batch.rows import Plain
from isotherm_ingest.place.registry import Registry, topic_of


def without_ignored(plain: Plain, ignored: Collection[bytes]) -> tuple[Plain, NDArray[np.int64]]:
    """Return plain elements without those of ignored topics, and when these were received (µs)."""
    if not ignored:
        return plain, np.empty(0, np.int64)
    mask = np.fromiter(map(ignored.__contains__, plain.topics), np.bool_, len(plain))
    if not mask.any():
        return plain, np.empty(0, np.int64)
    return plain.taken(~mask), plain.received[mask]


def heeded(refused: Sequence[Refused], registry: Registry, ledger: Ledger) -> list[Refused]:
    """Return refused messages without those of ignored channels.

    The ledger has counted these as undecodable. They become decoded messages of one ignored
    element: nobody wants to know what is wrong with them.
    """
    if not registry.ignored:
        return list(refused)
    rest = []
    for refusal in refused:
        if not _is_ignored(refusal, registry):
            rest.append(refusal)
            continue
        counts = ledger[refusal.message.hour]
        counts.undecodable -= 1
        counts.decoded += 1
        counts.offered += 1
        counts.ignored += 1
    return rest


def _is_ignored(refused: Refused, registry: Registry) -> bool:
    if refused.device is None or refused.channel is None:
        return False
    return topic_of((refused.device, refused.channel)) in registry.ignored
