"""Excursions: when values were beyond their limits, one after another."""
