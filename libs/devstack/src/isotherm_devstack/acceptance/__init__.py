"""The check of an installation: a device is registered, sends a reading, and people see it."""
