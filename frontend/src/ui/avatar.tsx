// The initials of a person, or the sign of a group.
import { Icon } from "./icon";
import classes from "./avatar.module.css";

/** "MK": the first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return (
    (words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : (words[0]?.[1] ?? ""))
  ).toUpperCase();
}

export const Avatar = ({ name, group = false }: { name: string; group?: boolean }) => (
  <span className={classes.avatar} data-group={group || undefined} aria-hidden="true">
    {group ? <Icon name="group" /> : initials(name)}
  </span>
);
