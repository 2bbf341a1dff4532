"""Registering many devices at once, from a CSV file."""
