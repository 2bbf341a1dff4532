"""Old name of `isotherm.process.outage`; goes when nobody imports it."""

from isotherm.process.outage import Outage


class Trouble(Outage):
    """An outage by its old name."""

    came = Outage.began
    over = Outage.ended
