"""Which temperatures any place can have, and how fast air changes at most.

Readings beyond that are suspect or not by rules that services share: ingest marks or lists them,
worker decides by their neighbours, and api bounds the ranges that people may set.
"""

from typing import Final

AIR_LOW: Final = -40.0
"""°C; any place can be as cold as this, so that a channel's plausible range begins here at most."""
AIR_HIGH: Final = 60.0
"""°C; any place can be as hot as this: a failed freezer in the sun is no suspect."""
MOST_FAULT_VALUES: Final = 16
"""Own fault values that a channel may have."""
