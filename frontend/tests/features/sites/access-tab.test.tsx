// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { AccessTab } from "@/features/sites/access-tab";
import type { Grant, Me, SiteDetail } from "@/domain/types";
import { ME, renderPage } from "../../page";

const SITE: SiteDetail = {
  slug: "linden-pharmacy",
  name: "Linden Pharmacy",
  time_zone: "UTC",
  zone_fixed: true,
  archived: null,
  role: "manager",
  sensors: 1,
  archived_sensors: 0,
  devices: 1,
  created: 0,
  etag: "1",
};
const MANAGER: Me = { ...ME, sites: [{ slug: SITE.slug, role: "manager" }] };
const OWN: Grant = {
  id: 1,
  site: SITE.slug,
  subject: ME.subject,
  group: null,
  username: "mira",
  name: "Mira Kofler",
  email: null,
  role: "manager",
  granted_by: "ada",
  granted_at: 0,
  last_seen: 0,
  etag: '"own"',
};
const ANA: Grant = { ...OWN, id: 2, subject: "s-ana", username: "ana", name: "Ana Reyes" };
const ACCESS = { items: [], groups: [], complete: false, incomplete: "Keycloak is away." };
const FOUND = {
  users: [
    { subject: "s-ana", username: "ana", name: "Ana Reyes", email: null },
    { subject: "s-ned", username: "ned", name: "Ned Anders", email: null },
  ],
  groups: [{ path: "/an", name: "an" }],
  truncated: false,
};

afterEach(() => vi.unstubAllGlobals());

/** Answer as the server would; return its grants and what was sent to change something. */
function serve(grants: Grant[], candidates: () => Response = () => Response.json(FOUND)) {
  const state = { grants };
  const sent: [method: string, etag: string | null, body: unknown][] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/candidates")) return candidates();
    if (pathname.endsWith("/access")) return Response.json(ACCESS);
    if (request.method === "GET")
      return Response.json({ items: pathname.endsWith("/grants") ? state.grants : [], next: null });
    const text = await request.text();
    const etag = request.headers.get("if-match");
    sent.push([request.method, etag, text === "" ? null : JSON.parse(text)]);
    if (request.method === "POST") return Response.json(ANA, { status: 201 });
    const changed = state.grants.find((grant) => pathname.endsWith(`/${grant.id}`));
    if (etag === changed?.etag) return Response.json(changed);
    const detail = "ada set this grant to viewer meanwhile.";
    return Response.json({ type: "urn:changed", title: "Changed", detail }, { status: 412 });
  });
  return { state, sent };
}

it("offers no change of the user's own manager role, and says who can", async () => {
  serve([OWN, { ...ANA, role: "viewer", etag: '"1"' }]);
  renderPage(<AccessTab site={SITE} />, { me: MANAGER });
  const own = await screen.findByRole("combobox", { name: "Role of Mira Kofler" });
  expect(own).toHaveProperty("disabled", true);
  const described = document.getElementById(own.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toContain("another manager can change it");
  expect(screen.queryByRole("button", { name: /away from Mira/ })).toBeNull();
  expect(screen.getByRole("button", { name: "Take access away from Ana Reyes" })).toBeDefined();
  expect(await screen.findByText(/Keycloak is away\./)).toBeDefined();
});

it("shows a role that somebody changed meanwhile, and overwrites it only on request", async () => {
  const server = serve([OWN, { ...ANA, role: "operator", etag: '"1"' }]);
  const user = userEvent.setup();
  renderPage(<AccessTab site={SITE} />, { me: MANAGER });
  const role = await screen.findByRole("combobox", { name: "Role of Ana Reyes" });
  server.state.grants = [OWN, { ...ANA, role: "viewer", etag: '"2"' }];
  await user.selectOptions(role, "manager");
  const raced = await screen.findByTestId("raced");
  expect(raced.textContent).toContain("ada set this grant to viewer meanwhile.");
  expect(raced.textContent).toContain("You were setting Manager.");
  await user.click(within(raced).getByRole("button", { name: "Use mine" }));
  await waitFor(() => {
    expect(screen.queryByTestId("raced")).toBeNull();
  });
  expect(server.sent).toEqual([
    ["PATCH", '"1"', { role: "manager" }],
    ["PATCH", '"2"', { role: "manager" }],
  ]);
});

it("finds whom to give a role as one types; Enter skips those who have one", async () => {
  const server = serve([OWN, { ...ANA, role: "viewer" }]);
  const user = userEvent.setup();
  renderPage(<AccessTab site={SITE} />, { me: MANAGER });
  await user.click(await screen.findByRole("button", { name: "Grant access" }));
  const card = within(await screen.findByTestId("grant-card"));
  const field = card.getByRole("combobox", { name: "Person or group" });
  await user.type(field, "a");
  expect(card.getByText("Type at least two letters.")).toBeDefined();
  await user.type(field, "n");
  const ana = await card.findByRole("option", { name: /Ana Reyes/ });
  expect(ana.getAttribute("aria-disabled")).toBe("true");
  expect(ana.textContent).toContain("Viewer already");
  await user.keyboard("{Enter}");
  expect(screen.queryByTestId("chosen")).toBeNull();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(screen.getByTestId("chosen").textContent).toContain("Ned Anders");
  await user.selectOptions(card.getByRole("combobox", { name: "Role" }), "operator");
  await user.click(card.getByRole("button", { name: "Grant access" }));
  await card.findByText("Ned Anders is Operator at Linden Pharmacy.");
  expect(server.sent).toEqual([
    ["POST", null, { site: SITE.slug, role: "operator", subject: "s-ned" }],
  ]);
});

it("takes an exact user name while the directory does not answer", async () => {
  const away = { type: "urn:unavailable", title: "Unavailable" };
  const server = serve([OWN], () => Response.json(away, { status: 503 }));
  const user = userEvent.setup();
  renderPage(<AccessTab site={SITE} />, { me: MANAGER });
  await user.click(await screen.findByRole("button", { name: "Grant access" }));
  const card = within(await screen.findByTestId("grant-card"));
  await user.type(card.getByRole("combobox", { name: "Person or group" }), "ned");
  await card.findByText("Keycloak does not answer, so names cannot be searched.");
  await user.keyboard("{Enter}");
  await user.click(card.getByRole("button", { name: "Grant access" }));
  await card.findByText("ned is Viewer at Linden Pharmacy.");
  expect(server.sent).toEqual([
    ["POST", null, { site: SITE.slug, role: "viewer", username: "ned" }],
  ]);
});
