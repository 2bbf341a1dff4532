// The address of a device's page. A few words below /devices are pages of their own, and also valid names.

/** The pages beside those of devices. */
const PAGES: readonly string[] = ["broker", "connect", "import"];

export const deviceHref = (name: string): string =>
  `/devices/${PAGES.includes(name) ? "named/" : ""}${encodeURIComponent(name)}`;
