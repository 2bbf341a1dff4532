"""How often a reading of a sensor is due."""
