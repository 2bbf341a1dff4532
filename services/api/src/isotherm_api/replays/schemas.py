"""The documents of `replays`."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from isotherm.reasons import REPLAYABLE, Reason
from isotherm.replays import Filter
from isotherm_api.schemas import Body, DeviceName, Model, Ms, Page

MOST_IDS = 1000

RejectId = Annotated[int, Field(ge=1, lt=2**63)]


class ReplayFilter(Model):
    """The rejects a replay was asked for."""

    ids: list[RejectId] | None = None
    start: Ms | None = Field(default=None, alias="from")
    to: Ms | None = None
    reason: str | None = None
    device: str | None = None


class NewReplay(Body):
    """The rejects to replay: by id, or all of a range, optionally of one reason or device."""

    ids: list[RejectId] | None = Field(default=None, min_length=1, max_length=MOST_IDS)
    start: Ms | None = Field(default=None, alias="from")
    to: Ms | None = Field(default=None, description="Not included")
    reason: Annotated[Reason, Field(strict=False)] | None = None
    device: DeviceName | None = None

    @model_validator(mode="after")
    def _one(self) -> "NewReplay":
        ranged = self.start is not None and self.to is not None
        other = (self.start, self.to, self.reason, self.device)
        if self.ids is None and not ranged:
            raise ValueError("give ids, or from and to")
        if self.ids is not None and any(value is not None for value in other):
            raise ValueError("give either ids or a range")
        if self.reason is not None and self.reason not in REPLAYABLE:
            raise ValueError(f"a replay cannot fix rejects of the reason {self.reason}")
        return self

    def filter(self) -> Filter:
        """Return the filter that the database matches by."""
        reason = None if self.reason is None else self.reason.value
        return Filter(self.ids, self.start, self.to, reason, self.device)


class ReplayJob(Model):
    """A replay and its progress, counted in rejects."""

    id: int
    state: Literal["waiting", "running", "done", "failed"]
    asked: Ms
    asked_by: str
    filter: ReplayFilter
    matched: int = Field(description="Rejects to replay; once done, those that were replayed")
    replayed: int = Field(description="Rejects that became readings")
    duplicate: int = Field(description="Rejects whose readings were already stored")
    refused_again: int = Field(description="Rejects that were rejected again")
    done: Ms | None
    error: str | None = Field(description="Why it failed")


class Skipped(Model):
    """The number of rejects that a replay cannot make readings of, for one cause."""

    why_not: str = Field(description="Why: a word that stays the same")
    text: str = Field(description="Why, and what to do about it")
    count: int


class Replayable(Model):
    """How many rejects a replay would concern, and why not the others."""

    start: Ms = Field(alias="from")
    to: Ms
    matched: int = Field(description="Rejects that a replay may make readings of")
    of: int = Field(description="All rejects that were stored")
    skipped: list[Skipped] = Field(description="The others by why, most first")


class RequestedReplay(ReplayJob):
    """A replay that was just requested."""

    skipped: list[Skipped] = Field(description="Rejects that it leaves out by why, most first")


class ReplayJobs(Page):
    """A page of replays, newest first."""

    items: list[ReplayJob]
