"""A sensor's history across the channels that fed it: what series and statistics share."""
