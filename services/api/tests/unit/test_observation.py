"""What is shown of addresses holds no password, and runbooks are where the setting says."""

import pytest

from isotherm_api.observation import Observation, shown_host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (None, None),
        ("console", "console"),
        ("http://loki:3100", "loki:3100"),
        ("https://user:secret@loki.example/a?b=c", "loki.example"),
        ("http://[::1]:9090/prometheus", "[::1]:9090"),
    ],
)
def test_only_the_host_is_shown(url: str | None, shown: str | None) -> None:
    assert shown_host(url) == shown


def test_a_runbook_is_a_file_in_the_folder() -> None:
    assert Observation().runbook("blind").endswith("/docs/runbooks/blind.md")
    assert Observation(runbooks="https://wiki/r").runbook("blind") == "https://wiki/r/blind.md"
