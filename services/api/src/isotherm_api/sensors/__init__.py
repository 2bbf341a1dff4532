"""Sensors with their newest reading and state."""
