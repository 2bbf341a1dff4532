"""How a service's process starts, connects, listens, and recovers from an outage."""
