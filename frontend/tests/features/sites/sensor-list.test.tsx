// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { SensorsTab } from "@/features/sites/sensors-tab";
import type { Me, SiteDetail } from "@/domain/types";
import { makeSensor } from "../../make";
import { ME, renderPage } from "../../page";

const SITE: SiteDetail = {
  slug: "linden-pharmacy",
  name: "Linden Pharmacy",
  time_zone: "UTC",
  zone_fixed: true,
  archived: null,
  role: "operator",
  sensors: 3,
  archived_sensors: 0,
  devices: 0,
  created: 0,
  etag: "1",
};
const OPERATOR: Me = { ...ME, sites: [{ slug: SITE.slug, role: "operator" }] };

afterEach(() => vi.unstubAllGlobals());

/** Answer as the server would, and a change once `release` is called; return its order of the sensors. */
function serve(names: string[]) {
  const state = { names, changes: 0 };
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const sensor = (name: string) => ({
    ...makeSensor({
      id: `${SITE.slug}/${name.toLowerCase()}`,
      slug: name.toLowerCase(),
      name,
      position: state.names.indexOf(name),
    }),
    etag: `"${name}"`,
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    const slug = new URL(request.url).pathname.split("/").at(-1);
    const name = state.names.find((other) => other.toLowerCase() === slug);
    if (name === undefined) return Response.json({ items: state.names.map(sensor), next: null });
    if (request.method === "PATCH") {
      state.changes += 1;
      await held;
      const { after } = (await request.json()) as { after: string | null };
      const others = state.names.filter((other) => other !== name);
      const at = others.findIndex((other) => other.toLowerCase() === after) + 1;
      state.names = [...others.slice(0, at), name, ...others.slice(at)];
    }
    return Response.json(sensor(name));
  });
  return { state, release };
}

const shown = () => screen.getAllByRole("link").map((link) => link.textContent);

it("makes a move that is asked for while another is saved, from where that leaves the sensor", async () => {
  const server = serve(["Air", "Door", "Vault"]);
  const user = userEvent.setup();
  renderPage(<SensorsTab site={SITE} />, { me: OPERATOR });
  await user.click(await screen.findByRole("button", { name: "Move Vault up" }));
  await waitFor(() => expect(server.state.changes).toBe(1));
  screen.getByRole("link", { name: "Vault" }).focus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  // it stands at the end of the list that is shown, and in the middle of the one that is being saved
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(server.state.changes).toBe(1);
  server.release();
  await waitFor(() => expect(server.state.changes).toBe(3));
  await waitFor(() => expect(shown()).toEqual(["Air", "Vault", "Door"]));
  expect(server.state.names).toEqual(["Air", "Vault", "Door"]);
  await screen.findByText("Vault is now 2 of 3");
});

it("asks for nothing at the end of the list", async () => {
  const server = serve(["Air", "Door"]);
  const user = userEvent.setup();
  renderPage(<SensorsTab site={SITE} />, { me: OPERATOR });
  await user.click(await screen.findByRole("button", { name: "Move Air up" }));
  server.release();
  await user.click(screen.getByRole("button", { name: "Move Air down" }));
  await waitFor(() => expect(shown()).toEqual(["Door", "Air"]));
  expect(server.state.changes).toBe(1);
});
