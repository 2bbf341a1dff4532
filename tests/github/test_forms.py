"""Issue forms follow GitHub's syntax for forms, which GitHub checks only once they are pushed.

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from workflows import GITHUB, ROOT

FOLDER = GITHUB / "ISSUE_TEMPLATE"
FORMS = [path for path in sorted(FOLDER.iterdir()) if path.name != "config.yml"]
TOP = {"name", "description", "body", "title", "labels", "assignees", "projects", "type"}
ATTRIBUTES = {
    "markdown": {"value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "input": {"label", "description", "placeholder", "value"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}
each_form = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)


def fields(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the fields of a form that people fill in."""
    yield from (field for field in load(path)["body"] if field["type"] != "markdown")


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text())
    return document


def test_there_are_forms_and_no_other_templates() -> None:
    assert [path.name for path in FORMS] == ["bug.yml", "feature.yml"]


@each_form
def test_a_form_has_the_keys_that_github_knows(path: Path) -> None:
    form = load(path)
    assert {"name", "description", "body"} <= form.keys() <= TOP
    for field in form["body"]:
        assert field.keys() <= {"type", "id", "attributes", "validations"}
        attributes = field["attributes"].keys()
        needed = {"value"} if field["type"] == "markdown" else {"label"}
        assert needed <= attributes <= ATTRIBUTES[field["type"]], field
        assert field.get("validations", {}).keys() <= {"required"}


@each_form
def test_fields_have_ids_and_labels_of_their_own(path: Path) -> None:
    for values in (
        [field["id"] for field in fields(path)],
        [field["attributes"]["label"] for field in fields(path)],
    ):
        assert values
        assert len(values) == len(set(values))


@each_form
def test_choices_are_texts_of_their_own(path: Path) -> None:
    for field in fields(path):
        options = field["attributes"].get("options")
        if options is not None:
            labels = [option["label"] if isinstance(option, dict) else option for option in options]
            assert all(isinstance(label, str) for label in labels)
            assert labels
            assert len(labels) == len(set(labels))


def test_an_issue_that_is_no_form_is_led_elsewhere() -> None:
    config = load(FOLDER / "config.yml")
    assert config["blank_issues_enabled"] is False
    for link in config["contact_links"]:
        assert link.keys() == {"name", "url", "about"}
    assert any(link["url"].endswith("/security/policy") for link in config["contact_links"])


def test_links_lead_to_files_that_exist() -> None:
    texts = [path.read_text() for path in (*FOLDER.iterdir(), GITHUB / "SECURITY.md")]
    prefixes = ("/blob/main/", "/tree/main/")
    linked = {
        word.partition(prefix)[2].rstrip(")")
        for text in texts
        for word in text.replace(")", ") ").split()
        for prefix in prefixes
        if prefix in word
    }
    assert {"docs/security.md", "docs/operations.md"} <= linked
    assert {path for path in linked if not (ROOT / path).exists()} == set()
