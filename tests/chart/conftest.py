"""The tests of the chart need Helm; without it they are skipped, but in CI they fail."""

import os

import pytest

import chart
from isotherm_devstack.errors import StackError


@pytest.fixture(scope="session", autouse=True)
def helm() -> None:
    """Helm, found or built; skip or fail the tests without it."""
    try:
        chart.program()
    except StackError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
