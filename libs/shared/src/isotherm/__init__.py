"""What the services share: schema, settings, logging, retries, time, history and units."""

__version__ = "0.2.0"
"""The version of Isotherm: of every part, image, and the chart. A test holds the others to it."""
