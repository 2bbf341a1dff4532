"""The days of raw readings: partitions made ahead, closed for rollups, and dropped."""
