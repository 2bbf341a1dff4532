"""How a service's process starts, connects, listens, and comes back after an outage."""
