"""A few figures for a range: extremes, mean, coverage, excursions."""
