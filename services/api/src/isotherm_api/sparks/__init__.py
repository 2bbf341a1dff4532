"""The last day of some sensors, to be drawn small."""
