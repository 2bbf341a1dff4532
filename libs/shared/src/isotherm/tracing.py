"""Old address of `isotherm.process.tracing`; goes when nobody imports it."""

from isotherm.process.tracing import *  # noqa: F403  the old address gives all the same names
