"""The names of database roles: groups that hold rights, and the login of each part."""

from urllib.parse import quote, urlsplit, urlunsplit

OWNER = "isotherm_owner"
GROUPS = ("isotherm_ingest", "isotherm_worker", "isotherm_api", "isotherm_grafana")
LOGINS = {group.removeprefix("isotherm_"): f"{group}_login" for group in GROUPS}
"""The login role of each part."""
PARTS = ("owner", *LOGINS)
"""The parts that log in."""
KEYCLOAK = "keycloak"
"""Keycloak's own login, and its database."""


def login(part: str) -> str:
    """Return the role a part logs in as; `owner` is that of migrations."""
    return OWNER if part == "owner" else LOGINS[part]


def dsn_for(admin_dsn: str, part: str, password: str, database: str) -> str:
    """Return the DSN of a part on the server of the administrator's DSN."""
    url = urlsplit(admin_dsn)
    address = f"{url.hostname}:{url.port or 5432}"
    return urlunsplit(
        (
            "postgresql",
            f"{login(part)}:{quote(password, safe='')}@{address}",
            f"/{database}",
            "",
            "",
        )
    )


def quoted(name: str) -> str:
    """Return a name as an identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'
