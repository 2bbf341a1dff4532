"""Simulated sensors: plausible values, and devices that publish them over MQTT like real ones."""
