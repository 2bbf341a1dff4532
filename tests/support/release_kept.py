"""What tests of releases are given: a release with its databases, and its parts on one of them."""

from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from isotherm_devstack.testing.database import Database
from isotherm_releases.parts import Parts
from isotherm_releases.release import Release

PartsOn = Callable[[Database], Parts]
"""Gives the parts, not started, of a database and a fresh broker."""


@dataclass(frozen=True)
class Kept:
    """A release with its restored database, and a copy of that with today's schema."""

    release: Release
    database: Database
    upgraded: Database


async def change(database: Database, statements: str) -> None:
    """Change a database with a superuser's rights."""
    connection = await asyncpg.connect(database.superuser)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
