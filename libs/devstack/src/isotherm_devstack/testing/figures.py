"""The figures that tests recorded, printed at the end of a run, also of one in parallel workers."""

from collections.abc import Iterable, Iterator

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of each test."""
    lines = list(_lines(terminalreporter.stats.get("passed", [])))
    if lines:
        terminalreporter.section("faults survived")
        for line in lines:
            terminalreporter.line(line)


def _lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    for report in reports:
        figures = dict(report.user_properties)
        if report.when == "teardown" or "published" not in figures:
            continue
        columns = "  ".join(f"{name} {figure:>9,}" for name, figure in figures.items())
        yield f"{report.nodeid.rpartition('::')[2]:<60} {columns}"
