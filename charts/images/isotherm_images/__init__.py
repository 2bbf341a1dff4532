"""Builds the images of all components and measures them: `make images`."""
