"""The document of what a channel's name says."""

from pydantic import Field

from isotherm_api.schemas import Model


class NameEvidence(Model):
    """What the name of a channel says about the numbers that it sends."""

    temperature: bool = Field(
        description="Whether they may still be the temperature of a place: true for that of the"
        " device itself"
    )
    what: str = Field(description="What the name says they are", examples=["humidity"])
    why: str = Field(
        description="The same as a sentence",
        examples=["Probably not a temperature: its name is humidity."],
    )
