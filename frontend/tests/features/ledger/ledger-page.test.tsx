// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LedgerPage } from "@/features/ledger/ledger-page";
import type { Me } from "@/domain/types";
import { ME, renderPage } from "../../page";

vi.mock("next/navigation", () => ({
  usePathname: () => "/ledger",
  useSearchParams: () => new URLSearchParams(),
}));

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return Promise.resolve(
      pathname.endsWith("/watch")
        ? Response.json({
            broker: { connected: true, dropped: null, queued: null, since: 0, subscription: true },
            instances: [],
            ledger: { checked: null, differences: [] },
            alerts: [],
            all_arrive: true,
          })
        : Response.json({ items: [], counts: [], next: null }),
    );
  });
});
afterEach(() => vi.unstubAllGlobals());

const show = (me: Partial<Me>) => renderPage(<LedgerPage />, { me: { ...ME, ...me } });

it("tells a viewer of one site whether all readings arrive, but no figures of all sites", async () => {
  show({});
  expect(await screen.findByText("All readings arrive")).toBeDefined();
  expect(screen.getByText(/Rejected messages are shown to operators/)).toBeDefined();
  expect(asked).toEqual(["/api/v1/watch"]);
});

it("shows an operator of one site the rejects of its devices", async () => {
  show({ sites: [{ slug: "linden-pharmacy", role: "operator" }] });
  expect(await screen.findByText("All readings arrive")).toBeDefined();
  expect(asked).toContain("/api/v1/rejects");
  expect(asked).not.toContain("/api/v1/ledger");
});

it("asks for the ledger for those who may see every site", () => {
  show({ every_site: true });
  expect(asked).toContain("/api/v1/ledger");
});
