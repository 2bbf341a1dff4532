// A program for Python with paho-mqtt.
import {
  CA_FILE,
  ENCODING,
  EVERY_S,
  literal,
  passwordOf,
  remark,
  statusTopicOf,
  topicOf,
  type Target,
} from "./target";

export function python(target: Target): string {
  const trust = target.ca === null ? "client.tls_set()" : `client.tls_set(${literal(CA_FILE)})`;
  return `${ENCODING}
# ${remark(target)}: one reading every ${EVERY_S} seconds
# python -m pip install "paho-mqtt>=2"
import time

import paho.mqtt.client as mqtt

TOPIC = ${literal(topicOf(target))}
STATUS = ${literal(statusTopicOf(target))}


def read_temperature() -> float | None:
    """Return degrees Celsius from your probe, or None if it cannot be read."""
    return 21.5


def on_connect(client, userdata, flags, reason, properties):
    print("Connected" if reason == 0 else f"Not connected: {reason}", flush=True)
    if reason == 0:
        client.publish(STATUS, "online", qos=1, retain=True)


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=${literal(target.device)})
client.username_pw_set(${literal(target.device)}, ${literal(passwordOf(target))})
client.will_set(STATUS, "offline", qos=1, retain=True)
client.on_connect = on_connect
${target.tls ? `${trust}\n` : ""}client.connect_async(${literal(target.host)}, ${target.port})
client.loop_start()
while True:
    celsius = read_temperature()
    client.publish(TOPIC, "null" if celsius is None else f"{celsius:.2f}", qos=1)
    time.sleep(${EVERY_S})
`;
}
