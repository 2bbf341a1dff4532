"""No secret, token, e-mail address or value of a row stands in a line."""

import pytest

from isotherm.process.redaction import is_private, redact

_JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"rejected {_JWT} of the caller", _JWT),
        (f"Authorization: Bearer {_JWT}", _JWT),
        ("{'Authorization': 'Basic YWRhOmh1bnRlcjI='}", "YWRhOmh1bnRlcjI="),
        ("no connection to postgresql://api:hunter2@db:5432/isotherm", "hunter2"),
        ("postgresql://api:h%40nter@[::1]/isotherm", "h%40nter"),
        ("GET https://kc/admin/users?search=ada@example.org&max=2 failed", "ada"),
        ("Client error for url 'https://kc/token?code=a1b2c3'", "a1b2c3"),
        ("no such person: ada.lovelace@mail.example.org", "ada.lovelace"),
        ("grant_type=password&username=ada&password=hunter2", "hunter2"),
        ("grant_type=password&username=ada&password=hunter2", "ada"),
        ("client_secret='hunter 2'", "hunter"),
        ("ISOTHERM_MQTT_PASSWORD=hunter2", "hunter2"),
        ("{'refresh_token': 'abc.def', 'x': 1}", "abc.def"),
        ('{"password": "hun\\"ter2"}', "ter2"),
        ('b\'{"access_token":"opaque-1"}\'', "opaque-1"),
        ("Set-Cookie=isotherm=5f2a; Path=/", "5f2a"),
        (
            'duplicate key value violates unique constraint "person_name"\n'
            "DETAIL:  Key (name)=(Ada Lovelace) already exists.",
            "Ada",
        ),
        ("DETAIL:  Failing row contains (1, Ada).", "Ada"),
        ("DETAIL:  Failing row contains (1, two\nlines of Ada).\nHINT:  Look.", "Ada"),
        ("invalid input for query argument $2: 'Ada' (expected int, got str)", "Ada"),
        ('invalid input syntax for type uuid: "Ada"', "Ada"),
        ("name\n  too long [type=x, input_value='Ada', input_type=str]", "Ada"),
        ("{'type': 'string_type', 'loc': ('response',), 'input': {'name': 'Ada'}}", "Ada"),
    ],
)
def test_a_secret_is_cut(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "batch not stored, trying again",
        "GET /api/v1/sensors/linden-pharmacy/vaccine-fridge-1 200",
        "ISOTHERM_MQTT_PASSWORD: is not set",
        "cannot fetch http://keycloak:8080/idp/realms/isotherm/protocol/openid-connect/certs",
        "what happened? nobody knows: see https://example.org/runbooks",
        "TimeoutError('acquire') at 2026-11-30T01:55:25.950+00:00",
        "isotherm/fridge-1/temperature = 4.5",
        "the token is not signed by the realm",
        'relation "reading_20261130" does not exist',
        "Basic configuration",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "unit", ["x", "x.", "@", "a@", "://", "eyJ", "password", "=", "'", "a=", " "]
)
def test_a_long_text_takes_no_time(unit: str) -> None:
    """Quadratic time would be minutes, and fail by the timeout of every test."""
    redact(f"@ :// ? eyJ = : {unit * 300_000}")


def test_a_field_is_private_by_its_name() -> None:
    private = ["password", "mqtt_password", "access_token", "Authorization", "set-cookie", "email"]
    private += ["username", "client_secret", "database_dsn", "api_key", "family_name"]
    assert [name for name in private if not is_private(name)] == []
    harmless = ["device", "sensor", "subject", "name", "tokens", "accounts", "path", "job", "why"]
    assert [name for name in harmless if is_private(name)] == []
