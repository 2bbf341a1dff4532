"""Mosquitto's own files: accounts with their roles, and the store of sessions."""
