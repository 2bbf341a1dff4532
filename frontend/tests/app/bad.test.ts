import { describe, expect, it } from "vitest";
import * as badAddress from "@/app/api/bad-address/route";
import * as badMethod from "@/app/api/bad-method/route";
import * as unknown from "@/app/api/[...path]/route";
import * as badPage from "@/app/bad-address/route";

describe("requests that cannot be served", () => {
  it.each([
    ["an address that cannot be decoded", badAddress.GET(), 400, "bad-address"],
    ["a method that cannot be read", badMethod.GET(), 405, "bad-method"],
    ["an unknown address", unknown.POST(), 404, "not-found"],
  ])("below /api get a problem document for %s", async (_what, answer, status, type) => {
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ type: `urn:isotherm:problem:${type}`, status });
  });

  it("elsewhere get a page without a script", async () => {
    const answer = badPage.GET();
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("text/html");
    const page = await answer.text();
    expect(page).toContain("This address cannot be read");
    expect(page).not.toMatch(/<script|<style|style=/);
  });
});
