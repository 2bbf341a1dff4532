"""What ends the check of an installation."""


class FailedError(Exception):
    """A step did not have the result it should; the message says which, and what to look at."""
