"""The stretch of time of an installation: which are allowed, and how to say them."""

from dataclasses import dataclass
from datetime import datetime

from isotherm.instants import from_ms
from isotherm_api.problem import FieldError, Invalid
from isotherm_api.ranges import AHEAD, ms


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant, or always, until just before another, or still; both aware."""

    start: datetime | None
    end: datetime | None

    def wider_than(self, other: "Span") -> bool:
        """Whether it holds an instant that the other one does not."""
        begins = other.start is not None and (self.start is None or self.start < other.start)
        ends = other.end is not None and (self.end is None or self.end > other.end)
        return begins or ends

    def document(self) -> dict[str, int | None]:
        """As the API says it."""
        return {"from": ms(self.start), "to": ms(self.end)}

    def __str__(self) -> str:
        since = "always" if self.start is None else f"{self.start:%Y-%m-%d %H:%M} UTC"
        return since if self.end is None else f"{since} until {self.end:%Y-%m-%d %H:%M} UTC"


def instant(milliseconds: int | None) -> datetime | None:
    """The instant of a bound that was sent."""
    return None if milliseconds is None else from_ms(milliseconds)


def checked(span: Span, now: datetime, begins: str = "from") -> Span:
    """The span; Invalid, naming the field (`begins` is the first one's name), where it is empty or
    in the future.

    An installation says what has happened: an end that is only planned may come otherwise.
    """
    for field, value in ((begins, span.start), ("to", span.end)):
        if value is not None and value > now + AHEAD:
            raise Invalid.field(field, "is in the future; say it when it has happened")
    if span.start is not None and span.end is not None and span.end <= span.start:
        raise Invalid(
            "The installation would end before it begins, or at once.",
            errors=[
                FieldError(begins, "has to be before to"),
                FieldError("to", "is not after from"),
            ],
        )
    return span
