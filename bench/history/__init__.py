"""The benchmark of history: what people wait for, from a year of readings to a drawn graph."""
