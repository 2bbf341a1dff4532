"""How a command ends at SIGTERM: the first process of a container ignores it without a handler."""

import signal
import sys


def end_at_sigterm() -> None:
    """End this process with exit code 143 at SIGTERM, as a shell reports it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
