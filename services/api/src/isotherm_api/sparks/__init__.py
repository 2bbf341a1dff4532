"""The last day of some sensors, for small graphs."""
