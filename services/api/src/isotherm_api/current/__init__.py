"""The current state of a sensor: the document that lists, details and live events share."""
