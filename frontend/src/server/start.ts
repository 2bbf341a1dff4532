// Process start: check the settings, switch to JSON logs, open the gate and the management port.
import { openGate } from "./gate";
import { captureConsole, log } from "./log";
import { serveManagement } from "./management";
import { measureProcess } from "./metrics-process";
import { settingsOrExit } from "./settings";
import { Stop, stopInOrder } from "./stop";

export function start(): void {
  const where = settingsOrExit();
  const { managementHost, managementPort, apiUrl, publicUrl, oidcIssuer } = where;
  captureConsole();
  openGate({ publicUrl });
  measureProcess(process.env.ISOTHERM_VERSION ?? "unknown");
  const stop = new Stop();
  const management =
    managementPort === null
      ? undefined
      : serveManagement(managementHost, managementPort, {}, () => !stop.isStopping);
  stop.follow(management);
  if (process.env.NODE_ENV === "production")
    stopInOrder(stop, where.stopDelayMs, where.stopGraceMs);
  log("info", "start", "frontend is up", { apiUrl, publicUrl, oidcIssuer });
}
