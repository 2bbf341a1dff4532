"""The two decoders, one for single messages and one for bulk, as arguments of their callers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Outcome, Refusal
from isotherm_ingest.batch.guard import guarded
from isotherm_ingest.decode.careful import Typed, decode
from isotherm_ingest.decode.plain import decode_plain
from isotherm_ingest.mqtt.arrivals import Message

Decode = Callable[[str, bytes], Outcome]
PlainElements = tuple[Sequence[Typed | float | None], Sequence[int]]
"""The element of each payload, and the indices of payloads that are not plain."""
DecodePlain = Callable[[Sequence[bytes]], PlainElements]


@dataclass(slots=True, frozen=True)
class Decoders:
    """The pure functions that decode: one message at a time, and payloads in bulk."""

    decode: Decode = decode
    decode_plain: DecodePlain = decode_plain


DECODERS = Decoders()


def outcome_of(decode: Decode, message: Message) -> Outcome:
    """Return the outcome of decoding a message; a decoder that raises refuses it."""
    outcome = guarded("decoding a message", decode, message.topic, message.payload)
    return outcome or Refusal(Reason.REFUSED, "ingest failed to decode it")
