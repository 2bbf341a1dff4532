"""A sensor's history over the devices that supplied it, for series, statistics, sparks, export."""
