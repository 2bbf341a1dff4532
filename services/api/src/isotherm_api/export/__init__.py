"""Readings of any range as a CSV file, page by page."""
