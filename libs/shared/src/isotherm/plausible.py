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
JUMP_C: Final = 40.0
JUMP_C_PER_S: Final = 0.5
"""A single reading beyond any air is suspect if it differs from both its neighbours by more than
40 °C and half a degree for each second of the longer distance, in the same direction …"""
BACK_C: Final = 5.0
"""… while these two differ by at most 5 °C: nothing warms and cools so fast."""
