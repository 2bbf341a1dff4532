"""A folder that was started empty stays empty, and the demo's folder never becomes empty."""

from pathlib import Path

import pytest

from isotherm_devstack.state.content import Content, OtherContentError, settle
from isotherm_devstack.state.folder import State, write_private


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / "own")
    state.create()
    return state


@pytest.mark.parametrize("wanted", [Content.DEMO, Content.QUIET])
def test_what_was_started_empty_stays_empty(state: State, wanted: Content) -> None:
    assert settle(state, Content.EMPTY) is Content.EMPTY
    assert settle(state, wanted) is Content.EMPTY
    assert settle(state, Content.EMPTY) is Content.EMPTY


def test_the_demo_starts_with_or_without_senders(state: State) -> None:
    assert settle(state, Content.QUIET) is Content.QUIET
    assert settle(state, Content.DEMO) is Content.DEMO


def test_the_demo_is_not_taken_for_an_empty_system(state: State) -> None:
    settle(state, Content.DEMO)
    with pytest.raises(OtherContentError, match="make reset"):
        settle(state, Content.EMPTY)


def test_a_folder_from_before_holds_the_demo(state: State) -> None:
    write_private(state.secrets, {})
    with pytest.raises(OtherContentError):
        settle(state, Content.EMPTY)
    assert settle(state, Content.DEMO) is Content.DEMO
