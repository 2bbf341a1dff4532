"""Connections that are closed after their next response, because the process is about to end."""


class Closing:
    """Whether each response says that its connection ends with it.

    A client must not find a kept connection closed at the moment it uses it again: it could not
    tell whether its request was worked on.
    """

    def __init__(self) -> None:
        self.is_announced = False
