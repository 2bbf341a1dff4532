"""Each alert has a runbook of its own name, and each runbook says the same kinds of things."""

import re

from chart_queries import alerts, runbook
from isotherm_devstack.host.paths import REPOSITORY

INDEX = REPOSITORY / "docs/runbooks/README.md"
SECTIONS = ["What it means", "What to look at", "What to do"]


def kebab(alert: str) -> str:
    """Return the name of an alert as its runbook has it."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", alert.removeprefix("Isotherm")).lower()


def test_each_alert_has_a_runbook_of_its_own_name() -> None:
    names = [rule["alert"] for rule in alerts()]
    present = set(INDEX.parent.glob("*.md")) - {INDEX}

    assert len(names) == len(set(names))
    assert {runbook(rule) for rule in alerts()} == present
    for rule in alerts():
        assert runbook(rule).stem == kebab(rule["alert"])


def test_the_index_says_of_each_how_bad_it_is() -> None:
    row = r"^\| \[([a-z-]+)\]\(([a-z-]+)\.md\) \| \S.* \| (\w+) \|$"
    listed = re.findall(row, INDEX.read_text(), re.M)

    assert all(title == file for title, file, _ in listed)
    assert sorted((title, severity) for title, _, severity in listed) == sorted(
        (kebab(rule["alert"]), rule["labels"]["severity"]) for rule in alerts()
    )


def test_a_runbook_says_what_it_means_what_to_look_at_and_what_to_do() -> None:
    for rule in alerts():
        text = runbook(rule).read_text()
        # a `#` in a block of commands is a comment
        title, *sections = re.findall(
            r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.S), re.M
        )
        assert title.startswith(f"{kebab(rule['alert'])}: "), rule["alert"]
        assert sections[: len(SECTIONS)] == SECTIONS, rule["alert"]
        assert "```" in text, rule["alert"]
