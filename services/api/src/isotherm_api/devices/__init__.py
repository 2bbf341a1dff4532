"""The hardware, with its channels and where they are installed."""
