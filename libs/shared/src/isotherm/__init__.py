"""What the services share: the data model, settings, logging, metrics, time and units."""
