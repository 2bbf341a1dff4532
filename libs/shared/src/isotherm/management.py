"""Old address of `isotherm.process.management`; goes when nobody imports it."""

from isotherm.process.management import *  # noqa: F403  the old address gives all the same names
