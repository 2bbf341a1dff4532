"""Each part has a login and a DSN of its own."""

from isotherm.schema.roles import PARTS, dsn_for, login

ADMIN = "postgresql://postgres:secret@db:5433/postgres"


def test_each_part_logs_in_as_a_role_of_its_own() -> None:
    assert login("owner") == "isotherm_owner"
    assert login("worker") == "isotherm_worker_login"
    assert len({login(part) for part in PARTS}) == len(PARTS)


def test_a_dsn_names_the_server_the_role_and_the_escaped_password() -> None:
    dsn = dsn_for(ADMIN, "api", "p@ss/word", "isotherm")
    assert dsn == "postgresql://isotherm_api_login:p%40ss%2Fword@db:5433/isotherm"


def test_the_standard_port_is_assumed() -> None:
    assert "@db:5432/" in dsn_for("postgresql://postgres@db", "owner", "x", "isotherm")
