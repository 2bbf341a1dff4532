"""The days of raw readings: make partitions ahead, close them for rollups, drop them."""
