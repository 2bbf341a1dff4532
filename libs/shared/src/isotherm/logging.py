"""Old address of `isotherm.process.logging`; goes when nobody imports it."""

from isotherm.process.logging import *  # noqa: F403  the old address gives all the same names
