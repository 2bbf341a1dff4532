"""The dated limits of a sensor."""
