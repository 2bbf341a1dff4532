"""What the parts agree on about watching each other."""

HEARTBEAT_S = 2.0
"""How often an ingest says that it is there, and worker looks at the broker."""
SILENT_S = 10.0
"""Without a sign for so long, an ingest or the broker's watcher counts as gone."""
TICK_OLD_S = 15.0
"""Ticks come each second; an age beyond this means that none come through."""
