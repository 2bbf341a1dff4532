"""Passwords of the tests' own, instead of those of a development cluster on this machine."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def _passwords(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOTHERM_KIND", str(tmp_path_factory.mktemp("kind")))
        yield
