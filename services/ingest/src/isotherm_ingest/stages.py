"""The pure stages of the pipeline; a test puts one in that loses something."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isotherm_ingest.decode import Typed, decode
from isotherm_ingest.elements import Outcome
from isotherm_ingest.place import Placed, Work, place
from isotherm_ingest.plain import Columns, Plain, decode_plain, place_plain
from isotherm_ingest.registry import Registry

Found = tuple[Sequence[Typed | float | None], Sequence[int]]


@dataclass(slots=True, frozen=True)
class Stages:
    """Decode and place: of messages one by one, and of plain ones by the thousand."""

    decode: Callable[[str, bytes], Outcome] = decode
    place: Callable[[Work, Registry, Mapping[int, int]], Placed] = place
    decode_plain: Callable[[Sequence[bytes]], Found] = decode_plain
    place_plain: Callable[[Plain, Registry], tuple[Columns, NDArray[np.intp]]] = place_plain


def one_by_one(payloads: Sequence[bytes]) -> Found:
    """In place of `decode_plain`: nothing is plain, each message goes the careful way."""
    return [None] * len(payloads), range(len(payloads))
