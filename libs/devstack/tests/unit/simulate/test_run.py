"""Runs of instants: their pieces, their remainder, and runs between two instants."""

from hypothesis import given
from hypothesis import strategies as st

from isotherm_devstack.simulate.run import Run, until

runs = st.builds(
    Run,
    first=st.integers(min_value=0, max_value=10**13),
    step=st.integers(min_value=1, max_value=10**7),
    count=st.integers(min_value=1, max_value=5_000),
)


@given(run=runs, size=st.integers(min_value=1, max_value=1_500))
def test_arrays_are_the_run_in_order_within_the_size(run: Run, size: int) -> None:
    arrays = list(run.arrays(size))
    assert [time for array in arrays for time in array.times()] == list(run.times())
    assert all(0 < array.count <= size for array in arrays)
    assert all(run.contains(array) for array in arrays)


@given(run=runs, data=st.data())
def test_without_a_piece_the_remainder_is_left(run: Run, data: st.DataObject) -> None:
    start = data.draw(st.integers(min_value=0, max_value=run.count - 1))
    count = data.draw(st.integers(min_value=1, max_value=run.count - start))
    piece = Run(run.first + start * run.step, run.step, count)
    left = [time for rest in run.without(piece) for time in rest.times()]
    assert sorted([*left, *piece.times()]) == list(run.times())


def test_a_run_contains_only_its_own_instants() -> None:
    assert not Run(0, 10, 5).contains(Run(5, 10, 2))
    assert not Run(0, 10, 5).contains(Run(0, 5, 2))
    assert not Run(0, 10, 5).contains(Run(40, 10, 2))


@given(
    after=st.integers(min_value=0, max_value=10**13),
    length=st.integers(min_value=-1_000, max_value=10**7),
    step=st.integers(min_value=1_000, max_value=10**5),
)
def test_until_fills_the_time_and_starts_a_step_later(after: int, length: int, step: int) -> None:
    run = until(after, after + length, step)
    if length < step:
        assert run.count == 0
    else:
        assert run.times()[-1] == after + length
        assert step <= run.first - after < 2 * step
