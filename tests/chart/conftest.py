"""The tests of the chart need Helm; without it they are skipped, but in CI they fail."""

import os
from pathlib import Path

import pytest

import chart
from isotherm_devstack.errors import StackError
from isotherm_devstack.host import helm as found

_BUILD_S = 1800
"""A hang limit for building Helm, which takes minutes on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the first test the time to build Helm, unless `make programs` has."""
    if found.program() is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.timeout(_BUILD_S))


@pytest.fixture(scope="session", autouse=True)
def helm() -> None:
    """Helm, found or built; skip or fail the tests without it."""
    try:
        chart.program()
    except StackError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
