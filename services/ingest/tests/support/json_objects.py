"""JSON objects as devices send them, good and bad, for property tests."""

from hypothesis import strategies as st

TIMES = st.one_of(
    st.none(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes().map(lambda at: at.isoformat()),
    st.datetimes().map(lambda at: at.isoformat() + "+05:45"),
    st.text(max_size=30),
)


OBJECTS = st.fixed_dictionaries(
    {"value": st.one_of(st.none(), st.floats(), st.integers(), st.text(max_size=5))},
    optional={
        "unit": st.sampled_from(["C", "F", "K", None, "c", 3]),
        "time": TIMES,
        "more": st.recursive(
            st.none(), lambda children: st.lists(children, max_size=2), max_leaves=5
        ),
    },
)
