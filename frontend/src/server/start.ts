// Process start: check the settings, switch to JSON logs, open the management port.
import { captureConsole, log } from "./log";
import { serveManagement } from "./management";
import { endStreams } from "./pass";
import { settingsOrExit } from "./settings";

export function start(): void {
  const { managementHost, managementPort, apiUrl, publicUrl, oidcIssuer } = settingsOrExit();
  captureConsole();
  if (managementPort !== null) serveManagement(managementHost, managementPort);
  process.once("SIGTERM", endStreams);
  process.once("SIGINT", endStreams);
  log("info", "start", "frontend is up", { apiUrl, publicUrl, oidcIssuer });
}
