"""Readings over a range, as columns at a resolution fit to draw."""
