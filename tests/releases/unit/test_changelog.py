"""CHANGELOG.md has the form that the page About and the release's notes are made from."""

from datetime import date

import pytest

from isotherm import __version__
from isotherm_releases.changelog import (
    CHANGELOG,
    PAGE,
    ChangelogError,
    Release,
    Section,
    find,
    page,
    read,
    runs,
)
from isotherm_releases.release import releases

TOP = "## 0.2.0 (not yet released)\n\n### Added\n\n- A page.\n"
OLD = (
    "## 0.1.0 (2026-11-30)\n\n### Added\n\n- Devices over\n  MQTT.\n- Graphs.\n\n### Fixed\n\n- A\n"
)


def _text(*parts: str) -> str:
    return "# Changelog\n\nWhat changed.\n\n" + "\n".join(parts)


def test_the_changelog_begins_with_this_version() -> None:
    assert read(CHANGELOG.read_text())[0].version == __version__


def test_the_page_shows_the_changelog() -> None:
    assert PAGE.read_text() == page(read(CHANGELOG.read_text())), "run `make generate`"


def test_each_release_is_kept_with_the_date_of_its_heading() -> None:
    kept = {release.version: release.date for release in releases()}
    assert kept
    dated = {release.version: str(release.date) for release in read(CHANGELOG.read_text())}
    assert {version: dated.get(version) for version in kept} == kept


def test_a_changelog_is_read_newest_first() -> None:
    added = Section("Added", ("Devices over MQTT.", "Graphs."))
    assert read(_text(TOP, OLD)) == [
        Release("0.2.0", None, (Section("Added", ("A page.",)),)),
        Release("0.1.0", date(2026, 11, 30), (added, Section("Fixed", ("A",)))),
    ]


def test_a_release_has_its_notes() -> None:
    release = find("0.1.0", _text(TOP, OLD))
    assert release.notes() == ("### Added\n\n- Devices over MQTT.\n- Graphs.\n\n### Fixed\n\n- A\n")
    with pytest.raises(ChangelogError, match=r"no heading for 0\.3\.0"):
        find("0.3.0", _text(TOP))


def test_versions_are_compared_as_numbers() -> None:
    texts = [
        TOP.replace("0.2.0 (not yet released)", f"{v} (2026-12-01)") for v in ("0.10.0", "0.9.0")
    ]
    assert [release.version for release in read(_text(*texts))] == ["0.10.0", "0.9.0"]


def test_a_line_has_strong_words_and_code() -> None:
    line = "**Graphs.** `make up` shows them"
    assert list(runs(line)) == [{"strong": "Graphs."}, " ", {"code": "make up"}, " shows them"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# Changes\n", "begin with # Changelog"),
        (_text(), "names no version"),
        (_text(OLD, TOP), "0.1.0 stands before 0.2.0"),
        (_text(TOP, TOP), "0.2.0 stands before 0.2.0"),
        (_text(TOP, OLD.replace("2026-11-30", "not yet released")), "only the first version may"),
        (_text(TOP.replace("not yet released", "2026-11-29"), OLD), "0.2.0 is dated before 0.1.0"),
        (_text(TOP.replace("not yet released", "soon")), "is not like"),
        (_text(TOP.replace("not yet released", "2026-02-30")), "0.2.0: day is out of range"),
        (_text(TOP.replace("0.2.0", "0.02.0")), "is not like"),
        (_text(TOP.replace("0.2.0", "0.2")), "is not like"),
        (_text(TOP.replace("0.2.0 ", "[0.2.0] ")), "is not like"),
        (_text(TOP.replace("Added", "Improved")), "sections are Added, Changed"),
        (_text(TOP + "\n### Added\n\n- B\n"), "each once, in order"),
        (_text(TOP.replace("### Added", "### Fixed") + "\n### Added\n\n- B\n"), "in order"),
        (_text(TOP.replace("- A page.\n", "")), "Added is empty"),
        (_text("## 0.2.0 (not yet released)\n"), "0.2.0 has no section"),
        (_text(TOP.replace("### Added", "Much.\n\n### Added")), "text outside a section: 'Much.'"),
        (_text(TOP.replace("- A", "* A")), "no line of a list"),
        (_text(TOP.replace("A page", "A *page")), "an open"),
        (_text(TOP.replace("A page", "[A](https://here)")), "a link or HTML"),
        (_text(TOP.replace("A page", "<b>A</b>")), "a link or HTML"),
    ],
)
def test_another_form_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ChangelogError, match=reason):
        read(text)
