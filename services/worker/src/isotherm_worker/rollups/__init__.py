"""Rolls up what sensors said: hours, days, gaps and faults, and again what changed."""
