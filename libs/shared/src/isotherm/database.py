"""The type of a database connection, for every function that runs SQL."""

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection = asyncpg.Connection | PoolConnectionProxy
"""A connection of its own, or one borrowed from a pool."""
