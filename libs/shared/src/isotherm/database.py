"""Old address of `isotherm.process`'s connections; goes when nobody imports it."""

from isotherm.process.connections import *  # noqa: F403  the old address gives all the same names
from isotherm.process.listener import Listener as Listener
