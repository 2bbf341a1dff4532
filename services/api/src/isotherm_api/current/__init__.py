"""A sensor as it is now: the document that the list, the details and live events share."""
