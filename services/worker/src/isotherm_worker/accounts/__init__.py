"""Accounts of devices at the broker: made as the database wants them, compared, and mended."""
