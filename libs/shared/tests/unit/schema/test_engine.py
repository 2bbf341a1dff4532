"""The owner's DSN is translated for SQLAlchemy."""

import pytest

from isotherm.schema.engine import sqlalchemy_url


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_libpq_uri_is_translated_for_asyncpg(scheme: str) -> None:
    assert sqlalchemy_url(f"{scheme}://a:b@c/d") == "postgresql+asyncpg://a:b@c/d"


def test_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with postgresql"):
        sqlalchemy_url("mysql://a:b@c/d")
