"""What names of channels say: the names are those that firmwares and people really use."""

import pytest
from real_names import OF_ITSELF, OTHERS, SETTINGS, TEMPERATURES

from isotherm_api.evidence.names import evidence_of, is_temperature, unit_of


@pytest.mark.parametrize(
    ("what", "name"), [(what, name) for what, names in OTHERS.items() for name in names.split()]
)
def test_names_of_other_quantities_are_no_temperatures(what: str, name: str) -> None:
    evidence = evidence_of(name)
    assert evidence is not None, name
    assert (evidence.temperature, evidence.what) == (False, what)
    assert evidence.why.startswith("Probably not a temperature: its name ")
    assert not is_temperature(name)


@pytest.mark.parametrize(
    ("what", "name"), [(what, name) for what, names in SETTINGS.items() for name in names.split()]
)
def test_what_is_set_or_computed_was_not_measured(what: str, name: str) -> None:
    evidence = evidence_of(name)
    assert evidence is not None, name
    assert (evidence.temperature, evidence.what) == (False, what)
    assert evidence.why == f"Probably {what}, not a measured temperature: its name is {name}."


@pytest.mark.parametrize("name", OF_ITSELF.split())
def test_a_devices_own_temperature_is_one_and_is_remarked(name: str) -> None:
    evidence = evidence_of(name)
    assert evidence is not None, name
    assert evidence.temperature
    assert evidence.why == (
        "Probably the temperature of the device itself, not of its surroundings: its name is"
        f" {name}."
    )
    assert is_temperature(name)


@pytest.mark.parametrize("name", TEMPERATURES.split())
def test_temperatures_places_and_plain_names_have_no_evidence(name: str) -> None:
    assert evidence_of(name) is None


def test_the_sentence_says_what_the_name_means() -> None:
    for name, sentence in (
        ("humidity", "its name is humidity."),
        ("Humidity", "its name is Humidity."),
        ("kitchen_humidity", "its name kitchen_humidity indicates humidity."),
        ("lqi", "its name lqi indicates link quality."),
    ):
        evidence = evidence_of(name)
        assert evidence is not None
        assert evidence.why == f"Probably not a temperature: {sentence}"


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("F", "temp_f tempf temp1f tempinf soiltemp1f tF temperature_F temperature_fahrenheit degF"
              " indoor-temp-f temp_1_f TempF_DS"),
        ("C", "temp_c TempC_SHT tempC tC temperature_celsius temperatureC degC"),
        ("K", "temp_k temperature_kelvin tK"),
        (None, "temperature temp f c k tc tf f4 temp_fridge temp_cellar kitchen t freezer attic_f"
               " temp_2 template"),
    ],
)  # fmt: skip
def test_a_name_may_say_its_unit(unit: str | None, names: str) -> None:
    for name in names.split():
        assert unit_of(name) == unit, name
