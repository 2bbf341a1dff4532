"""Slots: exports at once, shared between people so that nobody can shut out others."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from isotherm_api.bounds import ExportBounds
from isotherm_api.problem import Problem, TooMany, Unavailable
from isotherm_api.slots import Slot, Slots

BOUNDS = ExportBounds(total=4, per_user=2, assured_s=600, extra_assured_s=60)


class World:
    """Slots on a clock that stands still, and the exports of some people."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slots = Slots(BOUNDS, now=lambda: self.now)
        self._stack = ExitStack()
        self._slots: list[Slot] = []

    @property
    def ended(self) -> list[str]:
        """The people whose exports were ended, in the order in which these began."""
        return [slot.subject for slot in self._slots if slot.ended]

    def begin(self, person: str) -> ExitStack:
        """Begin an export, which runs until the stack is closed or the test ends."""
        running = ExitStack()
        self._slots.append(running.enter_context(self.slots.hold(person)))
        self._stack.push(running)
        return running

    def refusal(self, person: str) -> Problem:
        """Return why an export of a person is refused."""
        with pytest.raises((TooMany, Unavailable)) as refused:
            self.begin(person)
        return refused.value

    def retry_after(self, person: str) -> int:
        """Return the seconds after which a person without a slot is told to come again."""
        problem = self.refusal(person)
        assert isinstance(problem, Unavailable)
        return int(problem.headers["Retry-After"])

    def close(self) -> None:
        """End all exports."""
        self._stack.close()


@pytest.fixture
def world() -> Iterator[World]:
    """Four slots, two of a person."""
    world = World()
    yield world
    world.close()


def test_a_person_has_at_most_two(world: World) -> None:
    first, _ = world.begin("ada"), world.begin("ada")
    problem = world.refusal("ada")
    assert isinstance(problem, TooMany)
    assert int(problem.headers["Retry-After"]) > 0
    first.close()
    world.begin("ada")


def test_two_people_cannot_hold_all(world: World) -> None:
    for person in ("ada", "ada", "mira"):
        world.begin(person)
    assert isinstance(world.refusal("mira"), TooMany)
    world.begin("omar")


def test_a_second_slot_is_for_when_others_leave_half_free(world: World) -> None:
    running = [world.begin(person) for person in ("ada", "mira")]
    assert isinstance(world.refusal("ada"), TooMany)
    running[1].close()
    world.begin("ada")


def test_the_answer_says_when_a_slot_is_free_for_certain(world: World) -> None:
    world.begin("ada")
    world.now = 100
    for person in ("mira", "omar", "nils"):
        world.begin(person)
    world.now = 150
    assert world.retry_after("vera") == 450
    world.now = 599
    assert world.retry_after("vera") == 1
    world.now = 600
    world.begin("vera")
    assert world.ended == ["ada"]


def test_a_second_slot_is_assured_for_less_time(world: World) -> None:
    for person in ("ada", "ada", "mira", "omar"):
        world.begin(person)
    assert world.retry_after("vera") == 60
    world.now = 60
    world.begin("vera")
    assert world.ended == ["ada"]
    assert world.retry_after("nils") == 540


def test_the_next_in_line_is_told_the_next_end(world: World) -> None:
    for second, person in enumerate(("ada", "mira", "omar", "nils")):
        world.now = second * 10
        world.begin(person)
    assert [world.retry_after(person) for person in ("vera", "otto")] == [570, 580]


def test_nobody_who_came_later_takes_the_promised_slot(world: World) -> None:
    running = [world.begin(person) for person in ("ada", "mira", "omar", "nils")]
    told = world.retry_after("vera")
    world.now = told - 1
    for index, person in enumerate(("eve", "mallory", "trudy", "carol")):
        running[index].close()
        world.begin(person)
    assert world.retry_after("vera") == 1
    assert world.ended == []
    world.now = told
    world.begin("vera")
    assert len(world.ended) == 1


def test_a_promise_is_kept_for_a_minute(world: World) -> None:
    running = [world.begin(person) for person in ("ada", "mira", "omar", "nils")]
    told = world.retry_after("vera")
    world.now = told - 1
    for index, person in enumerate(("eve", "mallory", "trudy", "carol")):
        running[index].close()
        world.begin(person)
    world.now = told + 61
    assert world.retry_after("vera") == 538


def test_who_does_not_come_back_blocks_nobody(world: World) -> None:
    running = [world.begin(person) for person in ("ada", "mira", "omar", "nils")]
    for person in ("vera", "otto", "eve", "mallory"):
        world.retry_after(person)
    running[0].close()
    world.begin("trudy")


def test_an_export_that_was_ended_frees_its_slot_once(world: World) -> None:
    running = [world.begin(person) for person in ("ada", "mira", "omar", "nils")]
    world.now = 600
    world.begin("vera")
    running[0].close()
    world.begin("otto")
    world.begin("trudy")
    assert world.ended == ["ada", "mira", "omar"]
