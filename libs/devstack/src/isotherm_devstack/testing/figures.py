"""What tests recorded for people, printed at the end of a run, also of one in parallel workers.

Figures are numbers, among them `published`; a `trace` is a text of several lines.
"""

from collections.abc import Iterable, Iterator

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of each test, and the traces."""
    passed = terminalreporter.stats.get("passed", [])
    for title, lines in (("faults survived", _lines(passed)), ("traces", _traces(passed))):
        for number, line in enumerate(lines):
            if number == 0:
                terminalreporter.section(title)
            terminalreporter.line(line)


def _lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    for report in reports:
        figures = dict(report.user_properties)
        if report.when == "teardown" or "published" not in figures:
            continue
        columns = "  ".join(f"{name} {figure:>9,}" for name, figure in figures.items())
        yield f"{report.nodeid.rpartition('::')[2]:<60} {columns}"


def _traces(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    for report in reports:
        if report.when != "teardown" and "trace" in (recorded := dict(report.user_properties)):
            yield report.nodeid.rpartition("::")[2]
            yield from str(recorded["trace"]).splitlines()
