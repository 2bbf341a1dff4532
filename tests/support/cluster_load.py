"""A load of readings and requests that goes on while a release changes, and its result."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cluster_books import Books, longest_pause, settle
from cluster_release import Hand, Release

REQUESTS_PER_S = "10"


@dataclass
class Result:
    """What the load saw; empty until it has ended."""

    asked: dict[str, Any]
    readings: dict[str, Any]
    books: Books | None = None

    def check(self) -> None:
        """Assert that no request failed, and each acknowledged reading is stored as it was sent."""
        assert self.books is not None
        assert self.books.lost == []
        assert self.books.wrong == []
        assert self.readings["nobody"] == 0
        assert self.readings["unacknowledged"] == 0
        assert self.readings["acknowledged"] > 0
        assert self.asked.get("new", 0) > 0
        assert self.asked.get("kept", 0) > 0
        assert self.asked.get("new failed", 0) == 0, self.asked
        assert self.asked.get("kept failed", 0) == 0, self.asked


@contextmanager
def load(release: Release, hand: Hand, name: str, rate: str) -> Iterator[Result]:
    """Publish `rate` readings a second and ask for pages and answers until the block ends."""
    result = Result({}, {})
    hand.begin(f"{name}_readings", "publish", rate)
    hand.begin(f"{name}_requests", "ask", REQUESTS_PER_S)
    try:
        yield result
    finally:
        result.asked = hand.end(f"{name}_requests")
        result.readings = hand.end(f"{name}_readings")
    log = hand.log(f"{name}_readings")
    result.books = settle(release, log)
    result.readings |= {
        "lost": len(result.books.lost),
        "stored": result.books.stored,
        "longest_pause_s": round(longest_pause(release, log), 2),
    }
