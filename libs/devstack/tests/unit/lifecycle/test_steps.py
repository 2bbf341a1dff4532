"""The steps of a start: each is a line when it has finished, stopped or failed."""

import asyncio
import io
import re

import pytest
from rich.console import Console

from isotherm_devstack.lifecycle.steps import Steps

ERASE_LINE = "\x1b[2K"


def _console(*, terminal: bool = False) -> tuple[Console, io.StringIO]:
    """Return a console and what is printed on it."""
    printed = io.StringIO()
    return Console(file=printed, force_terminal=terminal, width=80, color_system=None), printed


def _lines(printed: io.StringIO) -> list[str]:
    """Return the printed lines without the times that steps took, and without empty ones."""
    text = re.sub(r" \d+\.\d s$", "", printed.getvalue(), flags=re.MULTILINE)
    return [line for line in text.splitlines() if line]


def test_in_a_file_a_step_is_a_line_at_its_begin_and_at_its_end() -> None:
    console, printed = _console()
    with Steps(console) as steps, steps.step("PostgreSQL"), steps.step("Keycloak"):
        pass
    assert _lines(printed) == ["  … PostgreSQL", "  … Keycloak", "  ✓ Keycloak", "  ✓ PostgreSQL"]
    assert re.search(r"✓ Keycloak \d+\.\d s\n", printed.getvalue())


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (asyncio.CancelledError(), "  - PostgreSQL: stopped"),
        (ValueError("no port"), "  ✗ PostgreSQL"),
        (KeyboardInterrupt(), "  ✗ PostgreSQL"),
    ],
)
def test_a_step_that_is_stopped_or_fails_says_so_and_lets_the_error_pass(
    error: BaseException, line: str
) -> None:
    console, printed = _console()
    with pytest.raises(type(error)) as caught, Steps(console) as steps, steps.step("PostgreSQL"):
        raise error
    assert caught.value is error
    assert _lines(printed)[-1] == line


def test_on_a_terminal_only_the_lines_of_finished_steps_stay() -> None:
    console, printed = _console(terminal=True)
    with Steps(console) as steps, steps.step("PostgreSQL"):
        pass
    assert "  ✓ PostgreSQL" in printed.getvalue()
    assert "… PostgreSQL" not in printed.getvalue()
    assert "PostgreSQL" not in printed.getvalue().rpartition(ERASE_LINE)[2]


def test_the_end_of_a_log_is_printed_as_it_is() -> None:
    console, printed = _console()
    text = f"[red]api[/] ended {'x' * 100}\n  [/unbalanced"
    Steps(console).log(text)
    assert printed.getvalue() == f"{text}\n"
