"""A change says what it does in a line for each field."""

from isotherm.realm.change import Change, creation, fields, named
from isotherm.realm.differences import Difference


def nothing() -> None:
    """Do nothing."""


def test_a_change_has_a_line_for_each_field() -> None:
    differing = [Difference(("enabled",), False, True), Difference(("secret",), "old", "new")]
    (change,) = fields("client web", differing, nothing)

    for whole in (False, True):
        assert change.lines(whole=whole) == [
            "client web: enabled: false -> true",
            "client web: secret: changed (not shown)",
        ]
    assert change.act is nothing


def test_without_a_difference_there_is_no_change() -> None:
    assert fields("client web", [], nothing) == []


def test_a_creation_is_one_line_unless_all_its_fields_are_asked_for() -> None:
    change = creation("client web", "created", {"enabled": True, "secret": "new"}, nothing)

    assert change.lines(whole=False) == ["client web: created"]
    assert change.lines(whole=True) == [
        "client web: created",
        "client web: enabled: not set -> true",
        "client web: secret: set (not shown)",
    ]


def test_all_details_of_what_is_no_creation_are_told() -> None:
    change = Change("client web", ("added", "moved"), nothing)

    assert change.lines(whole=False) == ["client web: added", "client web: moved"]


def test_representations_are_found_by_a_field() -> None:
    items = [{"name": "a", "id": 1}, {"name": "b", "id": 2}]

    assert named(items) == {"a": items[0], "b": items[1]}
    assert named(items, "id") == {"1": items[0], "2": items[1]}
