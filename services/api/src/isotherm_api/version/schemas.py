"""The document of `GET /version`."""

from pydantic import BaseModel, Field


class Version(BaseModel):
    """A version of Isotherm."""

    version: str = Field(description="Its number, such as 0.2.0")
