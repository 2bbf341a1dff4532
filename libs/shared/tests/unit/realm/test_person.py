"""A new person is created enabled, with a password in the same request."""

from dataclasses import replace

from isotherm.realm.person import NewPerson

PHRASE = "correct horse battery"
PERSON = NewPerson(
    username="anna",
    password=PHRASE,
    email="anna@example.org",
    email_verified=True,
    first_name="Anna",
    last_name="Ivanova",
    temporary=False,
    admin=True,
)


def test_a_person_is_created_with_their_password() -> None:
    assert PERSON.representation() == {
        "username": "anna",
        "enabled": True,
        "email": "anna@example.org",
        "emailVerified": True,
        "firstName": "Anna",
        "lastName": "Ivanova",
        "credentials": [{"type": "password", "value": PHRASE, "temporary": False}],
    }


def test_a_temporary_password_must_be_changed() -> None:
    (password,) = replace(PERSON, temporary=True).representation()["credentials"]

    assert password["temporary"] is True
