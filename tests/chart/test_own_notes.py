"""What an installation says in the end: how to log in and to send a first reading."""

from chart import notes
from isotherm import __version__


def test_they_tell_how_to_log_in_and_to_send_a_first_reading() -> None:
    said = notes()
    assert "http://localhost:8080" in said
    assert "port-forward service/isotherm-frontend 8080:3000" in said
    assert "port-forward service/isotherm-keycloak 8081:8080" in said
    assert "get secret isotherm-keycloak -o jsonpath='{.data.administrator}'" in said
    assert "mosquitto_pub" in said
    assert "sensors/DEVICE/temperature" in said
    assert "helm test isotherm -n isotherm" in said


def test_they_name_the_version_that_is_installed() -> None:
    assert f"Isotherm {__version__} is being started" in notes()


def test_there_is_no_port_forward_where_there_is_a_way_in() -> None:
    said = notes({"ingress": {"enabled": True, "host": "isotherm.example.org"}})
    assert "LOG IN at https://isotherm.example.org" in said
    assert "isotherm-frontend 8080" not in said


def test_they_name_what_was_generated_and_no_more() -> None:
    assert "isotherm-app" in notes()
    said = notes(
        {
            "existingSecret": "mine",
            "postgresql": {"existingSecret": "mine"},
            "mosquitto": {"existingSecret": "mine"},
            "keycloak": {"existingSecret": "mine"},
            "grafana": {"existingSecret": "mine"},
        }
    )
    assert "GENERATED" not in said
    assert "get secret mine" in said


def test_they_warn_of_what_is_missing_for_real_use() -> None:
    assert "There is no backup" in notes({"backup": {"enabled": False}})
    assert "backup.encryption.existingSecret" in notes({"backup": {"enabled": True}})
    sealed = {"backup": {"enabled": True, "encryption": {"existingSecret": "phrase"}}}
    assert "backup.encryption" not in notes(sealed)
    assert "unencrypted: publicUrl is http" in notes({"publicUrl": "http://isotherm.example.org"})
    assert "Devices send their passwords unencrypted" in notes()
    tls = notes({"mosquitto": {"public": {"host": "mqtt.example.org", "tlsPort": 8883}}})
    assert "Devices send their passwords unencrypted" not in tls
    assert "networkPolicy.enabled is off" in notes({"networkPolicy": {"enabled": False}})
    assert "networkPolicy.webFrom" in notes()
    named = {"networkPolicy": {"webFrom": [{"namespaceSelector": {}}]}}
    assert "networkPolicy.webFrom" not in notes(named)
    host = {"enabled": True, "host": "isotherm.example.org"}
    assert "ingress.tls.enabled" in notes({"ingress": {**host, "tls": {"enabled": False}}})
    assert "ingress.tls.enabled" not in notes({"ingress": host})


def test_the_broker_has_the_name_of_the_pages_unless_it_has_another() -> None:
    said = notes({"publicUrl": "https://isotherm.example.org:8443"})
    assert "connect to isotherm.example.org:1883" in said
    assert "set mosquitto.public.host" in said
    assert "connect to localhost:1883" in notes()


def test_no_password_is_shown() -> None:
    said = notes({"mosquitto": {"public": {"host": "mqtt.example.org"}}})
    assert "{.data." in said
    assert "\n" in said
    assert max(map(len, said.split()), default=0) < 120


def test_they_tell_how_devices_reach_the_broker() -> None:
    balanced = notes({"mosquitto": {"service": {"type": "LoadBalancer"}}})
    assert "get service isotherm-mosquitto-devices" in balanced
    tls = {
        "service": {"plain": False},
        "tls": {"enabled": True, "existingSecret": "mine"},
        "public": {"host": "mqtt.example.org"},
    }
    said = notes({"mosquitto": tls})
    assert "mosquitto_pub -h mqtt.example.org -p 8883 --tls-use-os-certs" in said
    assert "1883:1883" not in said


def test_they_name_no_administrator_that_is_not_made() -> None:
    assert "first administrator" in notes()
    said = notes({"realm": {"administrator": {"create": False}}})
    assert "first administrator" not in said
    assert "as a person of http://localhost:8081/idp/realms/isotherm" in said
