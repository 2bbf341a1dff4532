// A program for MicroPython with a DS18B20.
import {
  ENCODING,
  EVERY_S,
  authorityLines,
  literal,
  passwordOf,
  remark,
  statusTopicOf,
  topicOf,
  type Target,
} from "./target";

/** The certificates to check the broker's with, and a clock that is right enough to do so. */
function secure(target: Target): string {
  return `import ntptime
import ssl

CA = """
${authorityLines(target).join("\n")}
"""
`;
}

export function micropython(target: Target): string {
  const { tls } = target;
  return `${ENCODING}
# ${remark(target)}: one reading every ${EVERY_S} seconds from a DS18B20 at pin 4
# Once, at the prompt: import mip; mip.install("umqtt.simple")
import time

import ds18x20
import machine
import network
import onewire
from umqtt.simple import MQTTClient, MQTTException
${tls ? secure(target) : ""}
WIFI = "Name of your network"
WIFI_PASSWORD = "its password"
TOPIC = ${literal(topicOf(target))}
STATUS = ${literal(statusTopicOf(target))}

probes = ds18x20.DS18X20(onewire.OneWire(machine.Pin(4)))
wlan = network.WLAN(network.STA_IF)
wlan.active(True)


def read_temperature():
    try:
        found = probes.scan()
        probes.convert_temp()
        time.sleep_ms(750)
        return "%.2f" % probes.read_temp(found[0])
    except Exception:
        return "null"  # the probe did not answer


def connect():
    if not wlan.isconnected():
        wlan.connect(WIFI, WIFI_PASSWORD)
        while not wlan.isconnected():
            time.sleep(1)
${
  tls
    ? `    ntptime.settime()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=CA)
`
    : ""
}    client = MQTTClient(
        ${literal(target.device)},
        ${literal(target.host)},
        port=${target.port},
        user=${literal(target.device)},
        password=${literal(passwordOf(target))},
        keepalive=60,${tls ? "\n        ssl=context," : ""}
    )
    client.set_last_will(STATUS, "offline", retain=True, qos=1)
    client.connect()
    client.publish(STATUS, "online", retain=True, qos=1)
    return client


client = None
while True:
    try:
        if client is None:
            client = connect()
        client.publish(TOPIC, read_temperature(), qos=1)
    except (OSError, MQTTException) as error:
        print("Not sent, trying again:", repr(error))
        client = None
    time.sleep(${EVERY_S})
`;
}
