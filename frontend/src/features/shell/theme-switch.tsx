"use client";
// Switches between light and dark, and keeps the choice in the profile.
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useMe, useSavePreferences } from "@/data/api/me";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

export function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const wished = useMe().data?.theme;
  const { mutate } = useSavePreferences();
  // The profile leads: what another browser chose shows here too.
  useEffect(() => {
    if (wished) setColorScheme(wished);
  }, [wished, setColorScheme]);
  const other = shown === "dark" ? "light" : "dark";
  const change = () => {
    setColorScheme(other);
    mutate({ theme: other });
  };
  return (
    <Button kind="bare" icon aria-label={`Use the ${other} theme`} onClick={change}>
      <Icon name="theme" />
    </Button>
  );
}
