"""Close database connections after an error, so that the next attempt opens new ones."""

from collections.abc import Iterator
from contextlib import contextmanager

from isotherm.process.connections import Link


@contextmanager
def dropped_on_error(*links: Link) -> Iterator[None]:
    """Drop the links if the block raises, whatever it raises."""
    try:
        yield
    except Exception:
        for link in links:
            link.drop()
        raise
