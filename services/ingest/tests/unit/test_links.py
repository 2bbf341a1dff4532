"""Links are dropped after an error, whatever it is, and the error goes on."""

import pytest

from isotherm.process.connections import Link
from isotherm_ingest.links import dropped_on_error


class CountingLink(Link):
    """A link that is never opened; counts how often it is dropped."""

    drops = 0

    def drop(self) -> None:
        self.drops += 1


def links() -> list[CountingLink]:
    return [CountingLink("postgresql://nowhere", "test") for _ in range(2)]


def test_an_error_drops_all_links_and_is_raised_again() -> None:
    both = links()
    with pytest.raises(ZeroDivisionError), dropped_on_error(*both):
        divmod(1, 0)
    assert [link.drops for link in both] == [1, 1]


def test_without_an_error_links_are_kept() -> None:
    both = links()
    with dropped_on_error(*both):
        pass
    assert [link.drops for link in both] == [0, 0]
