"""The expected interval between the readings of a sensor."""
