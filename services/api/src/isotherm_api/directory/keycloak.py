"""The directory that asks Keycloak, as a service account that may only look people up."""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection, urls_patterns
from keycloak.exceptions import KeycloakGetError, raise_error_from_response

from isotherm_api.directory import users
from isotherm_api.directory.people import Candidates, Members, Person
from isotherm_api.problem import Conflict, Unavailable
from isotherm_api.traced_client import TracedClient

MOST_MEMBERS = 500
_FACTOR = 3
"""How many more users are asked for than are shown, as some are only found by what they claim."""
_MOST_PARENTS = 10
"""The groups whose subgroups a search reads."""
_SUBJECT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|f:[0-9a-f-]{36}:[^/?#]+")
"""Ids that Keycloak makes: of its own users, and of those of another store."""
_AWAY = "Keycloak cannot be reached to look that up. Try again in a moment."


class KeycloakDirectory:
    """Asks Keycloak's administration; members of groups are kept for seconds.

    A question that takes several requests ends after `patience_s` seconds.
    """

    def __init__(
        self,
        realm_url: str,
        client_id: str,
        secret: str,
        *,
        members_s: float = 10.0,
        patience_s: float = 8.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        server, _, realm = realm_url.partition("/realms/")
        self._connection = KeycloakOpenIDConnection(
            server_url=server + "/",
            realm_name=realm,
            client_id=client_id,
            client_secret_key=secret,
            timeout=5,
        )
        # as the library makes it itself, but for the spans
        self._connection.async_s = TracedClient(auth=None)
        self._connection.keycloak_openid.connection.async_s = TracedClient(auth=None)
        self._admin = KeycloakAdmin(connection=self._connection)
        self._groups_url = urls_patterns.URL_ADMIN_GROUPS.format(**{"realm-name": realm})
        self._members_s, self._monotonic = members_s, monotonic
        self._patience_s = patience_s
        self._members: OrderedDict[str, tuple[float, Members]] = OrderedDict()

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person; result and errors as for `Directory.find`."""
        by_name = await self._users_with("username", username_or_email)
        by_address = await self._users_with("email", username_or_email)
        people = {
            person.subject: person
            for person in (*by_name, *(person for person in by_address if person.email))
        }
        if len(people) > 1:
            raise Conflict(
                "That is the user name of one person and the e-mail address of another."
                " Name them by their subject."
            )
        return next(iter(people.values()), None)

    async def read(self, subject: str) -> Person | None:
        """Return the person; result and errors as for `Directory.read`."""
        if not _SUBJECT.fullmatch(subject):
            return None
        try:
            user = await self._admin.a_get_user(quote(subject, safe=":"))
        except KeycloakGetError as error:
            if error.response_code == 404:
                return None
            raise Unavailable(_AWAY) from error
        except KeycloakError as error:
            raise Unavailable(_AWAY) from error
        return users.person(user)

    async def search(self, text: str, limit: int) -> Candidates:
        """Return who is found; result and errors as for `Directory.search`."""
        try:
            async with asyncio.timeout(self._patience_s):
                people, more_people = await self._search_people(text, limit)
                groups, more_groups = await self._search_groups(text, limit)
        except (KeycloakError, TimeoutError) as error:
            raise Unavailable(_AWAY) from error
        return Candidates(people, groups, more_people or more_groups)

    async def members(self, group: str) -> Members:
        """Return the members; result and errors as for `Directory.members`."""
        kept = self._members.get(group)
        if kept is not None and kept[0] > self._monotonic():
            return kept[1]
        try:
            async with asyncio.timeout(self._patience_s):
                members = await self._read_members(group)
        except (KeycloakError, TimeoutError) as error:
            raise Unavailable(_AWAY) from error
        self._members[group] = (self._monotonic() + self._members_s, members)
        self._members.move_to_end(group)
        while len(self._members) > 100:
            self._members.popitem(last=False)
        return members

    async def aclose(self) -> None:
        """Close the connections to Keycloak, including those that fetch tokens."""
        await self._connection.keycloak_openid.connection.aclose()
        await self._connection.aclose()

    async def _users_with(self, field: str, text: str) -> list[Person]:
        """Return the users whose `field` is exactly this text, ignoring case."""
        try:
            accounts = await self._admin.a_get_users({field: text, "exact": True, "max": 10})
        except KeycloakError as error:
            raise Unavailable(_AWAY) from error
        wanted = text.casefold()
        return [
            users.person(user) for user in accounts if str(user.get(field, "")).casefold() == wanted
        ]

    async def _search_people(self, text: str, limit: int) -> tuple[list[Person], bool]:
        """Return the people that are found, and whether there may be more."""
        search = users.infix(text)
        if search is None:
            return [], False
        most = limit * _FACTOR
        accounts = await self._admin.a_get_users({"search": search, "enabled": "true", "max": most})
        people = [users.person(user) for user in accounts if users.is_meant(user, text)]
        return people[:limit], len(people) > limit or len(accounts) == most

    async def _search_groups(self, text: str, limit: int) -> tuple[list[str], bool]:
        """Return the paths of the groups that are found, and whether there may be more.

        Keycloak finds groups by their own name. Below one that is found, the path of each subgroup
        has the text as well.
        """
        word = users.group_word(text)
        if not word:
            return [], False
        most = limit * _FACTOR
        response = await self._connection.a_raw_get(self._groups_url, search=word, max=most)
        trees = raise_error_from_response(response, KeycloakGetError)
        if not isinstance(trees, list):
            raise Unavailable(_AWAY)
        above = text.rstrip("/")  # what follows a slash is below the group before it
        groups = [group for group in users.with_subgroups(trees) if users.is_at(group, above)]
        matching = {str(group["path"]) for group in groups if users.is_at(group, text)}
        parents = [group for group in groups if group.get("subGroupCount")]
        more, read = len(trees) == most, 0
        while parents and len(matching) <= limit:
            if read == _MOST_PARENTS:
                more = True
                break
            read += 1
            children = await self._children(parents.pop(0), limit + 1)
            matching |= {str(child["path"]) for child in children}
            parents += [child for child in children if child.get("subGroupCount")]
        paths = sorted(matching, key=str.casefold)
        return paths[:limit], more or len(paths) > limit

    async def _children(self, group: Mapping[str, Any], most: int) -> Sequence[Mapping[str, Any]]:
        children: list[Mapping[str, Any]] = await self._admin.a_get_group_children(
            str(group["id"]), {"max": most, "briefRepresentation": "true"}
        )
        return children

    async def _read_members(self, path: str) -> Members:
        try:
            group = await self._admin.a_get_group_by_path(quote(path))
        except KeycloakGetError as error:
            if error.response_code == 404:
                return Members()
            raise
        members = await self._admin.a_get_group_members(group["id"], {"max": MOST_MEMBERS + 1})
        enabled = [users.person(user) for user in members if user.get("enabled") is True]
        return Members(enabled[:MOST_MEMBERS], len(members) <= MOST_MEMBERS)
