// Why somebody changes what readings are judged by, in their words; it is kept with the change.
import { TextField } from "@/ui/field";

const LONGEST = 500;

/** What is sent of the text: nothing if there is none. */
export const reasonOf = (text: string): string | undefined => text.trim() || undefined;

export function WhyField({
  text,
  onChange,
  required = false,
}: {
  text: string;
  onChange: (text: string) => void;
  required?: boolean;
}) {
  return (
    <TextField
      label={required ? "Reason" : "Reason (optional)"}
      aria-required={required}
      name="reason"
      maxLength={LONGEST}
      value={text}
      hint="Kept with the change, for everyone who sees this sensor."
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
