"""What a sensor's readings say over stretches of time: one computation for rollups and answers."""
