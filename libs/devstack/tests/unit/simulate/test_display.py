"""The progress line: redrawn on a terminal, and elsewhere a line for a change now and then."""

import io

import pytest

from isotherm_devstack.simulate import display
from isotherm_devstack.simulate.display import Display


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def test_on_a_terminal_every_line_replaces_the_one_before() -> None:
    terminal = Terminal()
    shown = Display(terminal)
    shown.show("1 of 3")
    shown.show("1 of 3")
    shown.end("3 of 3")
    assert terminal.getvalue() == "\r\x1b[K1 of 3\r\x1b[K1 of 3\r\x1b[K3 of 3\n"


class Seconds:
    """Replaces the clock: `now` is what it shows."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Return the time, s."""
        return self.now


def test_in_a_file_a_change_is_a_line_at_most_every_ten_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, file = Seconds(), io.StringIO()
    monkeypatch.setattr(display, "time", clock)
    shown = Display(file)
    for now, line in (
        (100.0, "first"),
        (109.0, "too early"),
        (110.0, "second"),
        (120.0, "second"),
        (120.0, "third"),
    ):
        clock.now = now
        shown.show(line)
    shown.end("last")
    assert file.getvalue() == "first\nsecond\nthird\nlast\n"
