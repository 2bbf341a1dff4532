"""Where the api reaches the realm."""

import pytest

from isotherm_api.settings import ApiSettings


@pytest.mark.parametrize(
    ("internal", "url"),
    [(None, "http://id.example/realms/r"), ("http://kc:8080/realms/r/", "http://kc:8080/realms/r")],
)
def test_the_internal_url_wins_over_the_issuer(internal: str | None, url: str) -> None:
    settings = ApiSettings.model_construct(
        oidc_issuer="http://id.example/realms/r/", oidc_internal_url=internal
    )
    assert settings.realm_url == url
