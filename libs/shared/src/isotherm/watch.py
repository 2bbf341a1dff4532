"""Times by which the parts judge whether the others are running."""

HEARTBEAT_S = 2.0
"""How often an ingest writes its heartbeat, and worker records the state of the broker."""
SILENT_S = 10.0
"""An ingest or the watcher of the broker counts as gone after this silence."""
TICK_OLD_S = 15.0
"""Ticks come each second; if the last one is older, none are getting through."""
PRESENCE_S = 15.0
"""How often worker and api write that they run, and api which frontends sent it requests."""
ABSENT_S = 60.0
"""A worker or api counts as gone after this silence; longer than a restart of the database."""
