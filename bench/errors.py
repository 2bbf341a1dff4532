"""The error that fails one trial; the others continue, and the result names the failure."""


class BenchError(Exception):
    """A trial could not be measured; the text says why."""
