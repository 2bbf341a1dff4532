"""Corrections: what a person said about a stretch of a sensor's readings, without changing them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Key, Made

_BOUNDED = "coalesce(isfinite(lower(during)) AND isfinite(upper(during)), false)"
_UNITS = "coalesce(read_as IN ('C', 'F', 'K') AND sent_as IN ('C', 'F', 'K'), false)"


class Correction(Base):
    """A stretch of a sensor's readings that is set aside, in another unit, or shifted in time.

    It is applied whenever the sensor's history is read, until it is undone; the stored readings
    stay as they are, and so does the row. Two corrections of one kind never touch the same time
    while neither is undone. A trigger inserts dirty ranges when one is made or undone.
    """

    __tablename__ = "correction"

    id: Mapped[Key]
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """`set_aside`: they do not count. `unit`: they were read in the wrong unit. `time`: their
    times were wrong by a constant."""
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    """For `time` the instants as they are stored, else those that result from `time`."""
    read_as: Mapped[str | None]
    """The unit in which the values were read; only for `unit`."""
    sent_as: Mapped[str | None]
    """The unit in which the device sent them; only for `unit`."""
    shift_us: Mapped[int | None] = mapped_column(BigInteger)
    """Microseconds by which their times are moved, later if positive; only for `time`."""
    touched: Mapped[MultiRange[datetime]] = mapped_column(TSTZMULTIRANGE)
    """`during`, and for `time` also `during` shifted; a trigger fills it."""
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Made]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    """Since when it is not applied any more; None if it is."""
    undo_reason: Mapped[str | None]
    __table_args__ = (
        ExcludeConstraint(
            ("sensor_id", "="),
            ("kind", "="),
            ("touched", "&&"),
            name="ex_correction_touched",
            using="gist",
            where=text("undone_at IS NULL"),
        ),
        Index("ix_correction_sensor_id", "sensor_id", "id"),
        CheckConstraint("kind IN ('set_aside', 'unit', 'time')", "kind"),
        CheckConstraint(
            f"NOT isempty(during) AND {_BOUNDED} AND lower_inc(during) AND NOT upper_inc(during)",
            "during",
        ),
        CheckConstraint(
            f"CASE WHEN kind = 'unit' THEN {_UNITS} AND read_as <> sent_as"
            " ELSE num_nonnulls(read_as, sent_as) = 0 END",
            "units",
        ),
        CheckConstraint(
            "CASE WHEN kind = 'time' THEN coalesce(shift_us <> 0, false) ELSE shift_us IS NULL END",
            "shift",
        ),
        CheckConstraint(r"char_length(reason) <= 500 AND reason ~ '\S'", "reason"),
        CheckConstraint("num_nonnulls(undone_by, undone_at) <> 1", "undone"),
        CheckConstraint(
            "undo_reason IS NULL OR undone_at IS NOT NULL"
            r" AND char_length(undo_reason) <= 500 AND undo_reason ~ '\S'",
            "undo_reason",
        ),
    )
