"""The demo's people: one of each role, and one who may see nothing."""

from uuid import UUID

from isotherm_devstack.demo.fleet import SITES
from isotherm_devstack.demo.people import NILS, PEOPLE


def test_every_role_has_one_person_and_one_person_has_none() -> None:
    roles = [person.role for person in PEOPLE]
    assert sorted(role for role in roles if role) == ["admin", "manager", "operator", "viewer"]
    assert [person for person in PEOPLE if person.role is None] == [NILS]
    assert NILS.groups


def test_a_role_is_at_a_site_of_the_demo_unless_it_is_the_administrators() -> None:
    sites = {site.slug for site in SITES}
    for person in PEOPLE:
        assert (person.site in sites) is (person.role not in (None, "admin")), person.username


def test_people_can_be_told_apart_and_get_no_mail() -> None:
    assert len({UUID(person.subject) for person in PEOPLE}) == len(PEOPLE)
    assert len({person.username for person in PEOPLE}) == len(PEOPLE)
    assert all(person.email == f"{person.username}@example.invalid" for person in PEOPLE)
