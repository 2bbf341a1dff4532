"""Old address of `isotherm.process.settings`; goes when nobody imports it."""

from isotherm.process.settings import *  # noqa: F403  the old address gives all the same names
