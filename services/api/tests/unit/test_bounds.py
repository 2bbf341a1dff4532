"""The bounds in the OpenAPI document are those of every request."""

from isotherm_api.bounds import DEFAULT_POINTS, MAX_POINTS, MAX_SENSORS, RequestBounds


def test_the_constants_equal_the_defaults_of_request_bounds() -> None:
    bounds = RequestBounds()
    assert (bounds.sensors, bounds.points) == (MAX_SENSORS, MAX_POINTS)
    assert DEFAULT_POINTS <= MAX_POINTS
