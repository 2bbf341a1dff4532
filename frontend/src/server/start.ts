// Process start: check the settings, switch to JSON logs, open the gate and the management port.
import { openGate } from "./gate";
import { captureConsole, log } from "./log";
import { serveManagement } from "./management";
import { settingsOrExit } from "./settings";
import { stopLater } from "./stop";
import { endLiveStreams } from "./streams";

export function start(): void {
  const { managementHost, managementPort, apiUrl, publicUrl, oidcIssuer, stopDelayMs } =
    settingsOrExit();
  captureConsole();
  openGate({ publicUrl });
  if (managementPort !== null) serveManagement(managementHost, managementPort);
  stopLater(process, stopDelayMs, endLiveStreams);
  log("info", "start", "frontend is up", { apiUrl, publicUrl, oidcIssuer });
}
