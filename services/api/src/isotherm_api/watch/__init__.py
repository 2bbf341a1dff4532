"""Whether all readings arrive: the broker, the ingest instances, the books, the alerts."""
