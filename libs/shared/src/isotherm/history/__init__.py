"""A sensor's history: the one computation of gaps, sums and faults, for rollups and answers."""
