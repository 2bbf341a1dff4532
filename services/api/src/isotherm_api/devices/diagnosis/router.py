"""`/devices/{device}/diagnosis`: why nothing arrives from a device."""

from fastapi import APIRouter

from isotherm_api import hardware
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.devices.diagnosis.build import diagnose
from isotherm_api.devices.diagnosis.schemas import Diagnosis

router = APIRouter(prefix="/devices", tags=["devices"])


@router.get("/{device}/diagnosis")
async def read_diagnosis(parts: ServicesDep, access: AccessDep, device: str) -> Diagnosis:
    """Why nothing arrives from a device, judged by its connection, readings and rejects."""
    async with parts.database.reading() as connection:
        visible = await hardware.device(connection, access, device)
        return await diagnose(connection, access, visible, parts.clock.now())
