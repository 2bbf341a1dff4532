"""Close database connections after an error, so that the next attempt opens new ones."""

from collections.abc import Iterator
from contextlib import contextmanager

from isotherm.process.connections import Link


@contextmanager
def dropped_on_error(*links: Link) -> Iterator[None]:
    """Drop the links if the block raises or is cancelled.

    A connection whose statement was cancelled may still be in a transaction.
    """
    try:
        yield
    except BaseException:
        for link in links:
            link.drop()
        raise
