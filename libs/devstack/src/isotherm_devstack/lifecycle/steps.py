"""What a start tells the terminal: a line a step, with a spinner and its time for the long ones."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Steps:
    """Steps of one start, several at a time. Use as a context manager."""

    def __init__(self, console: Console) -> None:
        self.console = console
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> "Steps":
        """Begin to show spinners, on a terminal."""
        if self.console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the spinners away; the finished steps' lines stay."""
        self.finish()

    def finish(self) -> None:
        """Take the spinners away before the block ends; what is said later is printed plainly."""
        self._progress.stop()

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Show that this goes on for the length of the block, then that it is done."""
        began = time.monotonic()
        task = self._progress.add_task(words)
        if not self.console.is_terminal:
            self.console.print(f"  … {words}", highlight=False)
        try:
            yield
        except asyncio.CancelledError:
            self._finish(task, f"  [dim]- {words}: stopped[/]")
            raise
        except BaseException:
            self._finish(task, f"  [red]✗[/] {words}")
            raise
        took = time.monotonic() - began
        self._finish(task, f"  [green]✓[/] {words} [dim]{took:.1f} s[/]")

    def _finish(self, task: object, line: str) -> None:
        self._progress.remove_task(task)  # type: ignore[arg-type]
        self.console.print(line, highlight=False)

    def say(self, words: str) -> None:
        """Say something beside the steps; the text is printed as it is."""
        self.console.print(words, markup=False, highlight=False, soft_wrap=True)
