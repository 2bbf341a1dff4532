// Process start: check the settings, switch to JSON logs, open the gate and the management port.
import { openGate } from "./gate";
import { captureConsole, log } from "./log";
import { serveManagement } from "./management";
import { measureProcess } from "./metrics-process";
import { followRequests } from "./requests";
import { settingsOrExit } from "./settings";
import { Stop, stopInOrder } from "./stop";
import { startTracing } from "./tracing/switch";
import { followUncaught } from "./uncaught";

export async function start(): Promise<void> {
  const where = settingsOrExit();
  const { managementHost, managementPort, apiUrl, publicUrl, oidcIssuer } = where;
  captureConsole();
  followUncaught();
  openGate({ publicUrl });
  const version = process.env.ISOTHERM_VERSION ?? "unknown";
  measureProcess(version);
  const who = { instance: where.instance, version };
  const endTracing = await startTracing(who, where.otlpEndpoint, where.traceRatio);
  const stop = new Stop();
  const management =
    managementPort === null
      ? undefined
      : serveManagement(managementHost, managementPort, {}, () => !stop.isStopping);
  stop.follow(management);
  followRequests(management);
  if (process.env.NODE_ENV === "production")
    stopInOrder(stop, where.stopDelayMs, where.stopGraceMs, endTracing);
  log("info", "start", "frontend is up", { version, apiUrl, publicUrl, oidcIssuer });
}
