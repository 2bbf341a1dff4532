"""Logins of a backup."""

from isotherm.backup.settings import Login


def test_a_password_file_line_escapes_what_separates() -> None:
    login = Login("postgresql://owner@db.example.org:5433/isotherm?sslmode=require", r"a:b\c")
    assert login.passfile_line() == r"db.example.org:5433:*:owner:a\:b\\c"


def test_a_login_moves_to_another_database_with_its_parameters() -> None:
    login = Login("postgresql://owner@db:5433/isotherm?sslmode=require", "secret")
    assert login.database == "isotherm"
    assert login.at("keycloak").url == "postgresql://owner@db:5433/keycloak?sslmode=require"
    assert login.at("keycloak").database == "keycloak"


def test_a_password_is_put_into_a_dsn_only_where_it_must_be() -> None:
    login = Login("postgresql://owner@db:5433/isotherm?sslmode=require", "p@ss/word")
    assert "p@ss" not in login.url
    assert login.dsn == "postgresql://owner:p%40ss%2Fword@db:5433/isotherm?sslmode=require"


def test_names_of_logins_and_databases_may_need_escapes_in_a_dsn() -> None:
    login = Login("postgresql://root%40server@db:5433/1%202", "secret")
    assert login.database == "1 2"
    assert login.passfile_line() == "db:5433:*:root@server:secret"
    assert login.at("a/b").url == "postgresql://root%40server@db:5433/a%2Fb"
    assert login.at("a/b").database == "a/b"
