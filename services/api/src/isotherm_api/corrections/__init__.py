"""Corrections of a sensor's readings: set aside, read in another unit, shifted in time."""
