"""No service carries what only migrations need."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("service", ["ingest", "worker", "api"])
def test_a_service_loads_neither_sqlalchemy_nor_alembic(service: str) -> None:
    script = (
        f"import sys, isotherm_{service}.main;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'sqlalchemy', 'alembic'}))"
    )
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"
