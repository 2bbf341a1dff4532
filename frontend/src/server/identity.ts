// How this process names itself to api, which has the status page show which frontends run.
import { performance } from "node:perf_hooks";
import type { Settings } from "./settings";

export const IDENTITY_HEADER = "isotherm-frontend";

/** "<instance> <version> <start in ms since 1970>", the same for the life of the process. */
export const identity = ({ instance }: Pick<Settings, "instance">): string =>
  `${instance} ${process.env.ISOTHERM_VERSION ?? "unknown"} ${Math.round(performance.timeOrigin)}`;
