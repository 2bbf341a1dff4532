import { describe, expect, it } from "vitest";
import { api } from "@/data/api/http";
import { asLinks, firstAsks } from "@/data/first-ask";

const NOW = 1_795_485_910_307;
const asks = (address: string) => {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  return firstAsks(pathname, searchParams, NOW).map(({ path }) => path);
};

describe("what a page asks first", () => {
  it("is the list on the overview, and oneself on every page", () => {
    expect(asks("/")).toEqual(["/api/v1/me", "/api/v1/overview"]);
    expect(asks("/?site=linden-pharmacy&show=look")).toEqual(["/api/v1/me", "/api/v1/overview"]);
    expect(asks("/devices")).toEqual(["/api/v1/me"]);
  });

  it("is the sensor and its series, as wide as the screen can show", () => {
    const found = firstAsks(
      "/sensors/linden-pharmacy/vaccine-fridge",
      new URLSearchParams({ from: "1792893910307", to: "1795485910307" }),
      NOW,
    );
    expect(found.slice(1)).toEqual([
      { path: "/api/v1/sensors/linden-pharmacy/vaccine-fridge" },
      {
        path: "/api/v1/series?sensor=linden-pharmacy%2Fvaccine-fridge&from=1792893910307&to=1795485910307&points=361",
        media: "(max-width: 640px)",
      },
      {
        path: "/api/v1/series?sensor=linden-pharmacy%2Fvaccine-fridge&from=1792893910307&to=1795485910307&points=721",
        media: "not all and (max-width: 640px)",
      },
    ]);
  });

  it("ends at the instant of the page where the range follows now", () => {
    expect(asks("/sensors/a/b?range=1h")[2]).toContain(`from=${NOW - 3_600_000}&to=${NOW}`);
    expect(asks("/sensors/a/b")[2]).toContain(`from=${NOW - 86_400_000}&to=${NOW}`);
  });

  it("is nothing of a sensor that cannot be", () => {
    for (const path of ["/sensors/a", "/sensors/A/b", "/sensors/a/b/c", "/sensors/%3E/b"])
      expect(asks(path)).toEqual(["/api/v1/me"]);
  });

  it("is written as the page itself writes it, so that the browser finds the answer", async () => {
    let asked = "";
    const fetch = (request: Request) => {
      asked = request.url.slice(new URL(request.url).origin.length);
      return Promise.resolve(Response.json({}));
    };
    await api.GET("/api/v1/series", {
      params: { query: { sensor: ["a/b"], from: NOW - 86_400_000, to: NOW, points: 721 } },
      fetch,
    });
    expect(asks("/sensors/a/b")[3]).toBe(asked);
  });

  it("stands in one header", () => {
    expect(asLinks([{ path: "/api/v1/me" }, { path: "/api/v1/x", media: "print" }])).toBe(
      '</api/v1/me>; rel=preload; as=fetch; crossorigin=anonymous, </api/v1/x>; rel=preload; as=fetch; crossorigin=anonymous; media="print"',
    );
  });
});
