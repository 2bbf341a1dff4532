"""Keys without a meaning that plain messages have beside value, unit and time, such as `rssi`.

The typed decoder refuses keys that it does not know, so that none changes the meaning in silence.
It learns those that are known to have none: most devices always send the same ones.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import msgspec

from isotherm_ingest.decode.careful import Typed

MOST_EXTRAS: Final = 16
"""Keys that are known at once."""
_LONGEST: Final = 64
"""Characters of a key."""
_PATIENCE: Final = 1_000
"""Messages with further keys after which those that are known are forgotten."""
_Scalar = int | float | str | bool | None

Decode = Callable[[bytes], Typed | float]


def _decoder(extras: Iterable[str]) -> Decode:
    """Return a decoder of numbers, and of objects with these keys beside those of `Typed`."""
    names = {f"extra_{n}": name for n, name in enumerate(extras)}
    form = msgspec.defstruct(
        "TypedWithExtras",
        [(field, _Scalar, None) for field in names],
        bases=(Typed,),
        rename=names,
        gc=False,
    )
    return msgspec.json.Decoder(form | float).decode


@dataclass(slots=True)
class Extras:
    """The keys without a meaning that are known, and the decoder that accepts them."""

    names: list[str] = field(default_factory=list)
    decode: Decode = field(default_factory=lambda: _decoder(()))
    _missed: int = 0

    def learn(self, names: Iterable[str]) -> None:
        """Know further keys, as long as there is room; forget all if the known ones are of no use.

        Call it for messages that the decoder refused because of these keys.
        """
        new = [name for name in names if name not in self.names and len(name) <= _LONGEST]
        if len(self.names) + len(new) > MOST_EXTRAS:
            self._missed += 1
            if self._missed < _PATIENCE:
                return
            self.names = []
        if 0 < len(new) <= MOST_EXTRAS:
            self.names, self._missed = [*self.names, *new], 0
            self.decode = _decoder(self.names)
