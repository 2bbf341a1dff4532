"""The pure stages of the pipeline, so that a test can replace one by a faulty one."""

from dataclasses import dataclass

from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decoders import Decode, DecodePlain, Decoders
from isotherm_ingest.decode.plain import decode_plain
from isotherm_ingest.place.careful import place
from isotherm_ingest.place.place_batch import Place, PlacePlain, Placers
from isotherm_ingest.place.plain import place_plain


@dataclass(slots=True, frozen=True)
class Stages:
    """Decoding and placing, each of single messages and in bulk."""

    decode: Decode = decode
    place: Place = place
    decode_plain: DecodePlain = decode_plain
    place_plain: PlacePlain = place_plain

    @property
    def decoders(self) -> Decoders:
        """The functions that decode."""
        return Decoders(self.decode, self.decode_plain)

    @property
    def placers(self) -> Placers:
        """The functions that place, and the one that decodes again."""
        return Placers(self.place, self.place_plain, self.decode)
