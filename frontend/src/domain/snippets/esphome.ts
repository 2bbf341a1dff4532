// A configuration for ESPHome with a DS18B20.
import { slugOf } from "../slug";
import {
  EVERY_S,
  authorityLines,
  literal,
  passwordOf,
  remark,
  topicOf,
  type Target,
} from "./target";

const LONGEST_NAME = 31;

/** A name that ESPHome accepts: lower-case letters, digits and hyphens. */
const hostname = (device: string): string =>
  slugOf(device).slice(0, LONGEST_NAME).replace(/-+$/, "") || "isotherm-device";

export function esphome(target: Target): string {
  // ESPHome replaces $name and \${name} in every string.
  const friendly = (target.label ?? target.device).replaceAll("$", "");
  const trust = target.tls
    ? `  certificate_authority: |-\n${authorityLines(target)
        .map((line) => `    ${line}\n`)
        .join("")}`
    : "";
  return `# ${remark(target)}: one reading every ${EVERY_S} seconds from a DS18B20 at GPIO4
esphome:
  name: ${hostname(target.device)}
  friendly_name: ${literal(friendly)}

esp32:
  board: esp32dev
  framework:
    type: esp-idf

logger:

wifi:
  ssid: !secret wifi_ssid
  password: !secret wifi_password

mqtt:
  broker: ${literal(target.host)}
  port: ${target.port}
  username: ${literal(target.device)}
  password: ${literal(passwordOf(target))}
${trust}  topic_prefix: ${literal(`sensors/${target.device}`)}  # online and offline go to …/status
  discovery: false
  discover_ip: false
  log_topic: null

one_wire:
  - platform: gpio
    pin: GPIO4

sensor:
  - platform: dallas_temp
    name: Temperature
    state_topic: ${literal(topicOf(target))}
    qos: 1
    retain: false
    accuracy_decimals: 2
    update_interval: ${EVERY_S}s
`;
}
