// Commands for Tasmota's console. What Tasmota sends by itself goes to topics of its own, which the
// broker refuses; a rule sends the bare number.
import { EVERY_S, passwordOf, remark, topicOf, type Target } from "./target";

/** Trust the public authorities that Tasmota knows, or the key that it sees first, which it then remembers. */
const trust = ({ ca }: Target): string =>
  ca === null
    ? "Backlog SetOption132 0; SetOption103 1"
    : `Backlog MqttFingerprint1 ${Array(20).fill("00").join(" ")}; SetOption132 1; SetOption103 1`;

/** The commands, without the remarks before them. */
function tasmotaCommands(target: Target): string[] {
  const { device, host, port, tls } = target;
  return [
    `Rule1 ON Tele-DS18B20#Temperature DO Publish ${topicOf(target)} %value% ENDON`,
    "Rule1 1",
    `Backlog SetOption8 0; TempRes 2; TelePeriod ${EVERY_S}`,
    ...(tls ? [trust(target)] : []),
    // The last one, as Tasmota restarts with it.
    `Backlog MqttHost ${host}; MqttPort ${port}; MqttUser ${device}; MqttPassword ${passwordOf(target)}`,
  ];
}

export function tasmota(target: Target): string {
  const remarks = [
    `# ${remark(target)}: one reading every ${EVERY_S} seconds from a DS18B20`,
    "# Type each line into the console. For another probe, put its name as Status 10 shows it.",
    ...(target.tls ? ["# TLS needs tasmota32."] : []),
    ...(target.tls && target.ca !== null
      ? ["# It trusts the broker that it reaches first: connect it where nobody can stand between."]
      : []),
  ];
  return [...remarks, ...tasmotaCommands(target), ""].join("\n");
}
