"""Keys of the marks that services keep in the table `state`."""

RAW_HORIZON = "raw_horizon"
"""Key of the instant (ms since 1970) before which raw readings have been dropped."""
