"""Roll sensors' readings up to hours, days, gaps and faults, and again when they change."""
