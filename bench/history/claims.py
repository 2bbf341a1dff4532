"""The claims of the series benchmark, checked against the medians of the rounds."""

from bench.claim import Claim, Medians, Samples
from bench.history import answers, pages, questions, streams, trials


def claims(samples: Samples) -> list[Claim]:
    """Return all claims."""
    of = Medians(samples)
    return [
        Claim("1 year to 1,000 points, times faster than from raw rows",
              of.ratio(trials.RAW, trials.YEAR, questions.MEDIAN), 100),
        *_database(of),
        Claim("answers a second of a 720-point series, one worker",
              of.median(trials.COLUMNS, answers.RATE), 400),
        Claim("answers a second, against a list of pydantic objects",
              of.ratio(trials.COLUMNS, trials.OBJECTS, answers.RATE), 3),
        Claim("answers a second, against our own columns as a list of pydantic objects",
              of.ratio(trials.COLUMNS, trials.RESHAPED, answers.RATE), 1),
        Claim("live streams on one worker", of.median(trials.STREAMS, streams.STREAMS), 1_000),
        Claim("publish to receipt on all of them, p99 in ms",
              of.median(trials.STREAMS, streams.P99), 500, at_most=True),
        Claim("publish to screen, p99 in ms",
              of.median(trials.SCREEN, pages.P99), 1_500, at_most=True),
        *(Claim(name, of.median(trial, pages.MS), bound, at_most=True)
          for name, trial, bound in (
              ("sensor page, 30 days at 1 min, drawn in ms", trials.SENSOR, 1_000),
              ("8 sensors over a year, drawn in ms", trials.COMPARE, 2_000),
              ("overview of 5,000 sensors, usable in ms", trials.OVERVIEW, 1_500))),
        Claim("longest task while panning, in ms",
              of.greatest(trials.PANNING, pages.LONGEST_MS),
              100, at_most=True),
        Claim("JavaScript of the sensor page, kB transferred",
              of.median(trials.SENSOR, pages.SCRIPT_KB), 350, at_most=True),
    ]  # fmt: skip


def _database(of: Medians) -> list[Claim]:
    bounds = (
        (trials.YEAR, "1 year to 1,000 points", 10),
        (trials.MONTH, "30 days", 5),
        (trials.DAY, "1 day from raw rows", 10),
        (trials.DECADE, "ten years", 20),
        (trials.STATISTICS, "statistics of a year", 100),
        (trials.CYCLING, "statistics of a year, a fridge that cycles across its limits", 100),
    )
    return [
        Claim(
            f"{name}, ms in the database", of.median(trial, questions.MEDIAN), bound, at_most=True
        )
        for trial, name, bound in bounds
    ]
