"""A difference between counted rows is a line."""

from isotherm.backup.rows import differences


def test_equal_counts_have_no_difference() -> None:
    assert (
        differences({"public.site": 1, "public.device": 0}, {"public.device": 0, "public.site": 1})
        == []
    )


def test_each_table_that_differs_is_named_with_both_counts() -> None:
    expected = {"public.site": 1, "public.reading": 3, "public.device": 0}

    assert differences(expected, {"public.site": 1, "public.reading": 2, "public.sensor": 0}) == [
        "public.device: 0 in the backup, no table restored",
        "public.reading: 3 in the backup, 2 restored",
        "public.sensor: no table in the backup, 0 restored",
    ]
