// The names that a device may have; the same rule as the API's, which isotherm.names holds.

export const LONGEST_NAME = 64;
/** A name of a device or channel. `.` and `..` are none, as every client folds them in an address. */
export const NAME = /^(\.{0,2}[A-Za-z0-9_-][A-Za-z0-9._-]*|\.{3}[A-Za-z0-9._-]*)$/;

export const isDeviceName = (text: string): boolean =>
  text.length <= LONGEST_NAME && NAME.test(text);

/** Why a text is not a device's name, as a sentence beside its field; null if it is one. */
export function nameProblem(text: string): string | null {
  if (text === "") return "Enter a name.";
  const foreign = /[^A-Za-z0-9._-]/u.exec(text)?.[0];
  if (foreign !== undefined)
    return foreign.trim() === ""
      ? "No spaces: letters, digits, dot, hyphen and underscore."
      : `No ${foreign}: letters from a to z, digits, dot, hyphen and underscore.`;
  if (text.length > LONGEST_NAME)
    return `At most ${LONGEST_NAME} characters; these are ${text.length}.`;
  return isDeviceName(text) ? null : "Not only one or two dots.";
}
