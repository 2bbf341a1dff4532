// Renders part of a page as the app does, with cached responses and without a server.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { makeQueryClient } from "@/data/api/client";
import { meQuery } from "@/data/api/me";
import { sensorsQuery } from "@/data/api/sensors";
import { NowProvider } from "@/time/now";
import type { Me, Sensor } from "@/domain/types";
import { theme } from "@/ui/theme";

export const ME: Me = {
  subject: "u",
  username: "mira",
  name: "Mira Kofler",
  email: null,
  admin: false,
  every_site: false,
  unit: "C",
  time_zone: null,
  theme: "light",
  sites: [{ slug: "linden-pharmacy", role: "viewer" }],
};

export function renderPage(
  part: ReactElement,
  { me = ME, sensors = [] }: { me?: Me; sensors?: Sensor[] } = {},
) {
  const client = makeQueryClient();
  client.setQueryData(meQuery.queryKey, me);
  client.setQueryData(sensorsQuery.queryKey, sensors);
  return {
    client,
    ...render(
      <MantineProvider theme={theme}>
        <QueryClientProvider client={client}>
          <NowProvider>{part}</NowProvider>
        </QueryClientProvider>
      </MantineProvider>,
    ),
  };
}
