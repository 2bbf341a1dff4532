"""Learn from stored readings: the intervals of sensors, and which suspects are plausible."""
