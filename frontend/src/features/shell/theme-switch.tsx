"use client";
// Switches between light and dark, and stores the choice in the profile.
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useMe, useSavePreferences } from "@/data/api/me";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

export function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const preferred = useMe().data?.theme;
  const { mutate } = useSavePreferences();
  // The profile takes precedence, so that a choice in another browser applies here too.
  useEffect(() => {
    if (preferred) setColorScheme(preferred);
  }, [preferred, setColorScheme]);
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
