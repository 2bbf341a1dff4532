"""What a bucket adds up to."""

from isotherm_api.series.sums import Bucket, newest


def row(
    n: int, least: float | None, total: float | None, most: float | None, uncounted: int = 0
) -> dict[str, float | int | None]:
    """A bucket of one channel, as the database sums it."""
    return {"n": n, "least": least, "total": total, "most": most, "uncounted": uncounted}


def test_two_channels_make_one_bucket() -> None:
    bucket = Bucket()
    bucket.add(row(2, 1.0, 3.0, 2.0, 1))
    bucket.add(row(0, None, None, None, 2))
    bucket.add(row(1, 5.0, 5.0, 5.0))
    assert (bucket.least, bucket.most, bucket.n, bucket.uncounted) == (1.0, 5.0, 3, 3)
    assert bucket.mean == 8 / 3


def test_a_mean_stays_within_what_it_is_the_mean_of() -> None:
    bucket = Bucket()
    bucket.add(row(3, 0.1, 0.1 + 0.1 + 0.1, 0.1))
    assert bucket.mean == 0.1


def test_the_newest_buckets_that_hold_enough() -> None:
    counts = {3: 5, 9: 1, 7: 2}
    assert newest(counts, 2) == [9, 7]
    assert newest(counts, 1) == [9]
    assert newest(counts, 100) == [9, 7, 3]
