"""Whom a grant is for: what Keycloak says wins over what is stored here."""

from typing import Any

from phone_book import NEWHIRE

from isotherm_api.directory.people import Members, Person


async def test_a_person_who_never_logged_in_is_found_in_the_directory(api: Any, world: Any) -> None:
    await world.site("s")
    wanted = {"site": "s", "username": "newcomer", "role": "viewer"}
    grant = (await api.ask("ada", "/grants", method="POST", json=wanted)).json()
    assert grant["subject"] == "subject-of-newcomer"
    assert (grant["username"], grant["name"]) == ("newcomer", "New Comer")
    assert grant["last_seen"] is None
    [listed] = (await api.get("ada", "/grants", site="s"))["items"]
    assert listed == grant
    unknown = await api.ask("ada", "/grants", method="POST", json=wanted | {"username": "ghost"})
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["field"] == "username"


async def test_an_address_that_somebody_only_wrote_into_their_profile_names_nobody(
    api: Any, world: Any
) -> None:
    await world.site("s")
    token = api.realm.token("eve", email=NEWHIRE.email, email_verified=False)
    me = await api.http.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["email"] is None
    wanted = {"site": "s", "username": NEWHIRE.email, "role": "manager"}
    nobody = await api.ask("ada", "/grants", method="POST", json=wanted)
    assert nobody.status_code == 422
    assert nobody.json()["errors"][0]["field"] == "username"
    api.services.directory.people[NEWHIRE.email] = NEWHIRE
    answer = await api.ask("ada", "/grants", method="POST", json=wanted)
    assert answer.status_code == 201
    assert answer.json()["subject"] == NEWHIRE.subject
    assert answer.json()["email"] == NEWHIRE.email


async def test_keycloak_wins_over_an_address_or_a_name_that_was_stored_before(
    api: Any, world: Any
) -> None:
    await world.site("s")
    token = api.realm.token("eve", email=NEWHIRE.email, preferred_username="newhire")
    await api.http.get("/me", headers={"Authorization": f"Bearer {token}"})
    api.services.directory.people |= {NEWHIRE.email: NEWHIRE, "newhire": NEWHIRE}
    for text in (NEWHIRE.email, "newhire"):
        recipient = await api.get("ada", "/grants/recipient", site="s", username=text)
        assert recipient["subject"] == NEWHIRE.subject, text


async def test_without_keycloak_a_stored_address_names_nobody_but_a_user_name_does(
    api: Any, world: Any
) -> None:
    await world.site("s")
    await api.get("vera", "/me")
    api.services.directory.away = True
    wanted = {"site": "s", "role": "viewer"}
    for text, status in (("vera@example.invalid", 503), ("nobody", 503), ("Vera", 201)):
        body = wanted | {"username": text}
        answer = await api.ask("ada", "/grants", method="POST", json=body)
        assert answer.status_code == status, text


async def test_a_subject_or_a_group_is_taken_as_given(api: Any, world: Any) -> None:
    """Neither is looked up, so both can be given a role while Keycloak does not answer."""
    await world.site("s")
    api.services.directory.away = True
    for field, text in (("subject", "subject-of-ghost"), ("group", "/night-shift")):
        wanted = {"site": "s", "role": "viewer", field: text}
        answer = await api.ask("ada", "/grants", method="POST", json=wanted)
        assert answer.status_code == 201, field
        assert answer.json()[field] == text
        assert answer.json()["username"] is None


async def test_a_person_chosen_by_subject_has_a_name_before_their_first_login(
    api: Any, world: Any
) -> None:
    await world.site("s")
    wanted = {"site": "s", "subject": "subject-of-newcomer", "role": "viewer"}
    grant = (await api.ask("ada", "/grants", method="POST", json=wanted)).json()
    assert (grant["username"], grant["name"]) == ("newcomer", "New Comer")
    api.services.directory.away = True
    other = wanted | {"subject": "subject-of-somebody"}
    answer = await api.ask("ada", "/grants", method="POST", json=other)
    assert (answer.status_code, answer.json()["username"]) == (201, None)


async def test_candidates_are_found_by_a_part_of_their_name(api: Any, world: Any) -> None:
    await world.site("s")
    api.services.directory.groups = {"/newsroom/night": Members()}
    candidates = await api.get("ada", "/grants/candidates", site="s", q=" new ")
    assert candidates == {
        "users": [
            {"subject": "subject-of-newcomer", "username": "newcomer", "name": "New Comer"}
            | {"email": None}
        ],
        "groups": [{"path": "/newsroom/night", "name": "night"}],
        "truncated": False,
    }
    api.services.directory.people = {
        f"new{n}": Person(f"subject-{n}", f"new{n}", None, None) for n in range(21)
    }
    candidates = await api.get("ada", "/grants/candidates", site="s", q="new")
    assert (len(candidates["users"]), candidates["truncated"]) == (20, True)


async def test_one_letter_finds_nobody_and_an_absent_keycloak_is_said(api: Any, world: Any) -> None:
    await world.site("s")
    for q in ("a", " a ", ""):
        answer = await api.ask("ada", "/grants/candidates", params={"site": "s", "q": q})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "q"
    api.services.directory.away = True
    answer = await api.ask("ada", "/grants/candidates", params={"site": "s", "q": "new"})
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The directory is away."


async def test_without_a_directory_people_who_have_logged_in_are_found(
    api: Any, world: Any
) -> None:
    await world.site("s")
    api.services.directory.blank = True
    await api.get("vera", "/me")
    await api.ask(
        "ada", "/grants", method="POST",
        json={"site": "s", "username": "newcomer", "role": "viewer"},
    )  # fmt: skip
    for q, wanted in (("ER", ["vera"]), ("new", []), ("v%a", [])):
        candidates = await api.get("ada", "/grants/candidates", site="s", q=q)
        assert [user["username"] for user in candidates["users"]] == wanted, q
