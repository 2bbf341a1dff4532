"""SQLAlchemy's engine, for migrations alone: services use asyncpg and do not need SQLAlchemy."""

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from isotherm.process.connections import KEEPALIVES


def sqlalchemy_url(dsn: str) -> str:
    """Return SQLAlchemy's URL for asyncpg of a libpq URI; raise ValueError for another scheme."""
    for scheme in ("postgresql://", "postgres://"):
        if dsn.startswith(scheme):
            return "postgresql+asyncpg://" + dsn.removeprefix(scheme)
    raise ValueError("a database URL begins with postgresql://")


def engine(dsn: str, *, size: int = 5, application: str = "isotherm") -> AsyncEngine:
    """Return a pool of `size` connections that checks each one before use."""
    return create_async_engine(
        sqlalchemy_url(dsn),
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
        connect_args={
            "timeout": 5,
            "server_settings": {"application_name": application, **KEEPALIVES},
        },
    )
