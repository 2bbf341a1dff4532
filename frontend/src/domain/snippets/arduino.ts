// A sketch for ESP32 and ESP8266 with PubSubClient and a DS18B20.
import {
  EVERY_S,
  authorityLines,
  cLiteral,
  passwordOf,
  remark,
  statusTopicOf,
  topicOf,
  type Target,
} from "./target";

function authority(target: Target): string {
  return `const char CA[] = R"PEM(
${authorityLines(target).join("\n")}
)PEM";
`;
}

const SECURE_SETUP = `#ifdef ESP8266
  configTime(0, 0, "pool.ntp.org");
  while (time(nullptr) < 1700000000) delay(500);
  static BearSSL::X509List authority(CA);
  net.setTrustAnchors(&authority);
#else
  net.setCACert(CA);
#endif
`;

export function arduino(target: Target): string {
  const { tls } = target;
  return `// ${remark(target)}: one reading every ${EVERY_S} seconds from a DS18B20 at pin 4
// Libraries: PubSubClient, OneWire, DallasTemperature
#ifdef ESP8266
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
${tls ? "#include <WiFiClientSecure.h>\n" : ""}#endif
#include <DallasTemperature.h>
#include <OneWire.h>
#include <PubSubClient.h>

const char WIFI[] = "Name of your network";
const char WIFI_PASSWORD[] = "its password";
const char HOST[] = ${cLiteral(target.host)};
const int PORT = ${target.port};
const char DEVICE[] = ${cLiteral(target.device)};
const char PASSWORD[] = ${cLiteral(passwordOf(target))};
const char TOPIC[] = ${cLiteral(topicOf(target))};
const char STATUS_TOPIC[] = ${cLiteral(statusTopicOf(target))};
${tls ? authority(target) : ""}
OneWire wire(4);
DallasTemperature probes(&wire);
${tls ? "WiFiClientSecure" : "WiFiClient"} net;
PubSubClient client(net);

void setup() {
  Serial.begin(115200);
  probes.begin();
  WiFi.begin(WIFI, WIFI_PASSWORD);
  while (WiFi.status() != WL_CONNECTED) delay(500);
${tls ? SECURE_SETUP : ""}  client.setServer(HOST, PORT);
  client.setBufferSize(512);  // long names do not fit into its 256 bytes
}

void loop() {
  static unsigned long sent = 0;
  if (!client.connected()) {
    if (!client.connect(DEVICE, DEVICE, PASSWORD, STATUS_TOPIC, 1, true, "offline")) {
      Serial.printf("Not connected: %d\\n", client.state());
      delay(5000);
      return;
    }
    client.publish(STATUS_TOPIC, "online", true);
  }
  client.loop();
  if (sent == 0 || millis() - sent >= ${EVERY_S * 1000}UL) {
    sent = millis();
    probes.requestTemperatures();
    char text[16];
    snprintf(text, sizeof text, "%.2f", probes.getTempCByIndex(0));
    client.publish(TOPIC, text);
  }
}
`;
}
