"""`GET /version`."""

from fastapi import APIRouter

from isotherm import __version__
from isotherm_api.context import CallerDep
from isotherm_api.version.schemas import Version

router = APIRouter(prefix="/version", tags=["version"])


@router.get("")
async def read_version(caller: CallerDep) -> Version:
    """The version of the API that answers; during an upgrade several may run."""
    return Version(version=__version__)
