"""All sensors that a caller may see, as columns."""
