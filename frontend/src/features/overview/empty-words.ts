// Words and links of an overview without sensors.
import { count } from "@/domain/format";

/** The wizard, with a site chosen. */
export const connectHref = (site: string | null): string =>
  site === null
    ? "/devices/connect"
    : `/devices/connect?${new URLSearchParams({ site }).toString()}`;

/** "3 channels send readings that no sensor has yet." */
export const waitingWords = (number: number): string =>
  number === 1
    ? "1 channel sends readings that no sensor has yet."
    : `${count(number)} channels send readings that no sensor has yet.`;
