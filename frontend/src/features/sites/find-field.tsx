// The field that searches the grants of a site.
import { Icon } from "@/ui/icon";
import classes from "./access.module.css";

export const FindField = ({
  value,
  onChange,
}: {
  value: string;
  onChange: (text: string) => void;
}) => (
  <label className={classes.find}>
    <Icon name="search" />
    <input
      type="search"
      value={value}
      placeholder="Find a person or group"
      aria-label="Find a person or group"
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);
