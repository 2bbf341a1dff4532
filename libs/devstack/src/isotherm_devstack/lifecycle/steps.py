"""Progress of a start on the terminal: a spinner per running step, a line per finished step."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """The steps of a start, several at a time; a context manager."""

    def __init__(self, console: Console) -> None:
        self.console = console
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> "Steps":
        """Show spinners if the output is a terminal."""
        if self.console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the spinners; the lines of finished steps stay."""
        self.finish()

    def finish(self) -> None:
        """Remove the spinners before the block ends."""
        self._progress.stop()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show a step as running during the block, then as done, stopped or failed."""
        began = time.monotonic()
        task = self._progress.add_task(title)
        if not self.console.is_terminal:
            self.console.print(f"  … {title}", highlight=False)
        try:
            yield
        except asyncio.CancelledError:
            self._finish(task, f"  [dim]- {title}: stopped[/]")
            raise
        except BaseException:
            self._finish(task, f"  [red]✗[/] {title}")
            raise
        took = time.monotonic() - began
        self._finish(task, f"  [green]✓[/] {title} [dim]{took:.1f} s[/]")

    def _finish(self, task: TaskID, line: str) -> None:
        self._progress.remove_task(task)
        self.console.print(line, highlight=False)

    def log(self, text: str) -> None:
        """Print a message between the steps, without markup."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)
