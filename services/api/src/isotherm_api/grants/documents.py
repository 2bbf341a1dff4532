"""Rows of grants as the API answers them, and as the audit keeps them."""

import asyncpg

from isotherm_api.audit import State
from isotherm_api.directory.people import Candidates, Person
from isotherm_api.etag import etag
from isotherm_api.grants.schemas import CandidateGroup, Grant, GrantCandidates, GrantRecipient
from isotherm_api.ranges import ms


def grant(row: asyncpg.Record) -> Grant:
    """Build the document of a row of `queries.load_grants`."""
    return Grant(
        id=row["id"],
        site=row["site"],
        subject=row["subject"],
        group=row["group_path"],
        username=row["username"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        granted_by=row["granted_by"],
        granted_at=ms(row["granted_at"]) or 0,
        last_seen=ms(row["last_seen"]),
        etag=grant_etag(row),
    )


def recipient(person: Person) -> GrantRecipient:
    """Build the document of a person who may be given a role."""
    return GrantRecipient(
        subject=person.subject, username=person.username, name=person.name, email=person.email
    )


def candidates(matches: Candidates) -> GrantCandidates:
    """Build the document of who was matches."""
    return GrantCandidates(
        users=[recipient(person) for person in matches.people],
        groups=[
            CandidateGroup(path=path, name=path.rsplit("/", 1)[-1] or path)
            for path in matches.groups
        ],
        truncated=matches.truncated,
    )


def grant_etag(row: asyncpg.Record) -> str:
    """Return the tag of a grant's state."""
    return etag(row["id"], row["role"], row["granted_at"])


def raced(row: asyncpg.Record) -> str:
    """Return the sentence that says who changed the grant last, and to what."""
    return f"{row['granted_by']} set this grant to {row['role']} meanwhile."


def target(row: asyncpg.Record) -> str:
    """Return the grant's name in the audit: its site and who it is for."""
    return f"{row['site']}: {row['subject'] or row['group_path']}"


def audited(row: asyncpg.Record) -> State:
    """Return a grant as the audit keeps it."""
    return {"subject": row["subject"], "group": row["group_path"], "role": row["role"]}
