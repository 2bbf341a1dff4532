"""`/devices/{device}/diagnosis`: why nothing arrives of a device."""

from fastapi import APIRouter

from isotherm_api import hardware
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.devices.diagnosis.build import diagnose
from isotherm_api.devices.diagnosis.schemas import Diagnosis

router = APIRouter(prefix="/devices", tags=["devices"])


@router.get("/{device}/diagnosis")
async def read_diagnosis(parts: ServicesDep, access: AccessDep, device: str) -> Diagnosis:
    """Why nothing arrives of a device, from what the broker, readings and rejects tell."""
    async with parts.database.reading() as connection:
        visible = await hardware.device(connection, access, device)
        return await diagnose(connection, access, visible, parts.clock.now())
