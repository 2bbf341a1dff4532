"""Grants as the API answers them, and as the audit keeps them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms
from isotherm_api.directory.people import Person
from isotherm_api.grants import documents

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(**changes: Any) -> Any:
    """Return a row of `queries.load_grants`: Vera, who was seen an hour ago."""
    return {
        "id": 7,
        "site_id": 1,
        "site": "s",
        "subject": "subject-of-vera",
        "group_path": None,
        "role": "viewer",
        "granted_by": "ada",
        "granted_at": NOW,
        "username": "vera",
        "name": "Vera",
        "email": None,
        "last_seen": NOW - timedelta(hours=1),
    } | changes


def test_times_of_a_grant_are_in_milliseconds() -> None:
    grant = documents.grant(row())
    assert (grant.granted_at, grant.last_seen) == (to_ms(NOW), to_ms(NOW) - 3_600_000)
    assert documents.grant(row(last_seen=None)).last_seen is None


def test_the_tag_is_that_of_the_role_and_not_of_the_person() -> None:
    tag = documents.grant_etag(row())
    assert documents.grant(row()).etag == tag
    for name, value in (
        ("role", "operator"),
        ("granted_at", NOW + timedelta(seconds=1)),
        ("id", 8),
    ):
        assert documents.grant_etag(row(**{name: value})) != tag, name
    for name, value in (("last_seen", NOW), ("name", "Vera K."), ("email", "v@example.invalid")):
        assert documents.grant_etag(row(**{name: value})) == tag, name


def test_the_audit_names_the_user_or_the_group_of_a_grant() -> None:
    group = row(subject=None, group_path="/night-shift")
    assert documents.target(row()) == "s: subject-of-vera"
    assert documents.target(group) == "s: /night-shift"
    assert documents.audited(group) == {"subject": None, "group": "/night-shift", "role": "viewer"}


def test_the_second_of_two_edits_is_told_who_set_which_role() -> None:
    assert documents.raced(row(role="manager")) == "ada set this grant to manager meanwhile."


def test_a_person_without_a_verified_address_is_shown_without_one() -> None:
    recipient = documents.recipient(Person("subject-of-eve", "eve", None, None))
    assert recipient.model_dump() == {
        "subject": "subject-of-eve", "username": "eve", "name": None, "email": None,
    }  # fmt: skip
