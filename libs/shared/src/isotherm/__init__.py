"""What the services share: schema, settings, logging, retries, time, history and units."""
