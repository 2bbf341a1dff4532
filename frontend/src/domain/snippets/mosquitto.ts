// One reading sent with mosquitto_pub.
import { CA_FILE, passwordOf, shell, topicOf, type Target } from "./target";

export function mosquitto(target: Target): string {
  const trust = target.ca === null ? "--tls-use-os-certs" : `--cafile ${CA_FILE}`;
  return [
    "mosquitto_pub",
    `-h ${shell(target.host)} -p ${target.port}`,
    ...(target.tls ? [trust] : []),
    `-u ${shell(target.device)} -P ${shell(passwordOf(target))}`,
    `-q 1 -t ${shell(topicOf(target))} -m 21.5`,
  ].join(" ");
}
