"""SQLAlchemy's engine, for migrations alone: services use asyncpg and do not need SQLAlchemy."""

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from isotherm.process.connections import connect


def engine(dsn: str, *, size: int = 5, application: str = "isotherm") -> AsyncEngine:
    """Return a pool of `size` connections that checks each one before use.

    The driver itself reads the DSN: SQLAlchemy would not understand all that may stand in it, such
    as `sslmode`, or several hosts. A migration may take as long as it needs.
    """
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: connect(dsn, application=application, bounded=False),
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
    )
