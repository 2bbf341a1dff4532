"""What makes one trial fail; the others go on, and the result says so."""


class BenchError(Exception):
    """A trial did not come to a figure; the text says why."""
