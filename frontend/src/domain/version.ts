// Which version of Isotherm these pages are, and where its documents are.

/** Of the build, from package.json: the same on the server and in the browser. */
export const VERSION = process.env.ISOTHERM_VERSION ?? "unknown";

export const DOCUMENTS = "https://github.com/isotherm/isotherm/tree/main/docs";
