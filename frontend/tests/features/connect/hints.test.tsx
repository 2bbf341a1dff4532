// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Hints, isTelling } from "@/features/connect/hints";
import type { Diagnosis } from "@/domain/types";
import { makeDeviceDetail, makeDiagnosis } from "../../make-device";
import { renderPage } from "../../page";

afterEach(() => vi.unstubAllGlobals());

const show = (diagnosis: Diagnosis, long: boolean) => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(diagnosis)));
  renderPage(<Hints device={makeDeviceDetail({ name: "fridge-1" })} zone="UTC" long={long} />);
};

it("says at once what is news, and the rest only after a minute", () => {
  const telling = (verdict: Diagnosis["verdict"], long: boolean) =>
    isTelling(makeDiagnosis({ verdict }), long);
  for (const verdict of ["rejected", "connected_silent", "taken_over"] as const)
    expect(telling(verdict, false)).toBe(true);
  for (const verdict of ["never_connected", "disconnected", "disabled"] as const)
    expect([telling(verdict, false), telling(verdict, true)]).toEqual([false, true]);
  expect(telling("unwatched", true)).toBe(false);
  expect(isTelling(undefined, true)).toBe(false);
});

it("shows the verdict in place of the usual mistakes", async () => {
  show(makeDiagnosis({ verdict: "connected_silent", connected: true, last_message: null }), false);
  expect(screen.getByText("Nothing after a minute?")).toBeDefined();
  expect(await screen.findByText("Connected, but nothing arrives")).toBeDefined();
  expect(screen.queryByText("Nothing after a minute?")).toBeNull();
});

it("leads to the rejects if what arrives cannot be read", async () => {
  show(makeDiagnosis({ verdict: "rejected" }), false);
  expect(await screen.findByText("What arrives is rejected")).toBeDefined();
  expect(screen.getByRole("link", { name: "Rejects" }).getAttribute("href")).toBe(
    "/ledger?device=fridge-1",
  );
});
