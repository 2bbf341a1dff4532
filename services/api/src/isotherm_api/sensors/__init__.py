"""Sensors with their newest reading and the state it makes."""
