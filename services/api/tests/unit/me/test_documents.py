"""The signed-in person as the API answers them."""

from dataclasses import replace

from client_parts import access

from isotherm_api.access import Access
from isotherm_api.me.documents import me
from isotherm_api.me.queries import Account

ACCOUNT = Account("F", None, "dark")


def test_a_person_has_their_identity_preferences_and_sites() -> None:
    caller = replace(access().caller, name="Ada", email="ada@example.invalid")
    sites = [("b", "viewer"), ("a", "manager")]
    assert me(Access(caller, {}), ACCOUNT, sites, every_site=True).model_dump() == {
        "subject": "s",
        "username": "ada",
        "name": "Ada",
        "email": "ada@example.invalid",
        "admin": True,
        "every_site": True,
        "unit": "F",
        "time_zone": None,
        "theme": "dark",
        "sites": [{"slug": "b", "role": "viewer"}, {"slug": "a", "role": "manager"}],
    }


def test_somebody_without_name_address_or_site_has_a_document_too() -> None:
    document = me(access(admin=False), ACCOUNT, [], every_site=False)
    assert (document.name, document.email, document.admin, document.sites) == (
        None, None, False, [],
    )  # fmt: skip
