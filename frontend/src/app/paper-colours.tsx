// The light colours on paper, whatever the scheme of the screen.
import { scheme } from "@/ui/theme";

const LIGHT = Object.entries(scheme("light"))
  .map(([name, value]) => `${name}:${value}`)
  .join(";");

/** Outweighs Mantine's rule of a scheme, whose selector has no element. */
const CSS = `@media print{html:root[data-mantine-color-scheme]{color-scheme:light;${LIGHT}}}`;

export function PaperColours() {
  return <style dangerouslySetInnerHTML={{ __html: CSS }} />;
}
