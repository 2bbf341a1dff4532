"""Watches broker, ingest and books: ticks, broker counters, and the alerts they raise."""
