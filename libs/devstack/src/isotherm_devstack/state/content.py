"""What a stack's database holds: the demo, or only what people have made themselves."""

from enum import StrEnum

from isotherm_devstack.errors import StackError
from isotherm_devstack.state.folder import State, read, write_private


class Content(StrEnum):
    """What a stack is started with."""

    DEMO = "demo"
    """The demo's sites, sensors, devices and people, and simulated devices that send."""
    QUIET = "quiet"
    """The demo, and nobody sends."""
    EMPTY = "empty"
    """One administrator and nothing else, as after an installation."""


class OtherContentError(StackError):
    """The folder holds the demo, and an empty system was asked for."""


def settle(state: State, wanted: Content) -> Content:
    """Return what to start with, and note it in the folder; raise OtherContentError.

    A folder that was started empty stays so: the demo is never mixed into what people have made.
    """
    empty = read(state.content).get("empty")
    if empty is None:
        # a folder that holds secrets, but no such note, is from a version that knew only the demo
        empty = False if state.secrets.exists() else wanted is Content.EMPTY
    if wanted is Content.EMPTY and not empty:
        raise OtherContentError(
            f"{state.home} holds the demo. Clear it with `make reset`, then start again."
        )
    write_private(state.content, {"empty": empty})
    return Content.EMPTY if empty else wanted
