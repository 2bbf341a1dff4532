"""Whether readings come in whole: the broker, the ingest instances, the books, the alerts."""
