import { describe, expect, it } from "vitest";
import { api } from "@/data/api/http";
import { linkHeader, firstRequests } from "@/data/first-requests";

const NOW = 1_795_485_910_307;
const paths = (address: string) => {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  return firstRequests(pathname, searchParams, NOW).map(({ path }) => path);
};

describe("a page's first requests", () => {
  it("are the user on every page, and the list on the overview", () => {
    expect(paths("/")).toEqual(["/api/v1/me", "/api/v1/overview"]);
    expect(paths("/?site=linden-pharmacy&show=look")).toEqual(["/api/v1/me", "/api/v1/overview"]);
    expect(paths("/devices")).toEqual(["/api/v1/me"]);
  });

  it("are the sensor and its series, with a resolution that depends on the screen", () => {
    const requests = firstRequests(
      "/sensors/linden-pharmacy/vaccine-fridge",
      new URLSearchParams({ from: "1792893910307", to: "1795485910307" }),
      NOW,
    );
    expect(requests.slice(1)).toEqual([
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

  it("end at the instant of the page if the range follows now", () => {
    expect(paths("/sensors/a/b?range=1h")[2]).toContain(`from=${NOW - 3_600_000}&to=${NOW}`);
    expect(paths("/sensors/a/b")[2]).toContain(`from=${NOW - 86_400_000}&to=${NOW}`);
  });

  it("omit sensors whose id is invalid", () => {
    for (const path of ["/sensors/a", "/sensors/A/b", "/sensors/a/b/c", "/sensors/%3E/b"])
      expect(paths(path)).toEqual(["/api/v1/me"]);
  });

  it("have the same address as the page's own requests, so that the browser uses the preload", async () => {
    let requested = "";
    const fetch = (request: Request) => {
      requested = request.url.slice(new URL(request.url).origin.length);
      return Promise.resolve(Response.json({}));
    };
    await api.GET("/api/v1/series", {
      params: { query: { sensor: ["a/b"], from: NOW - 86_400_000, to: NOW, points: 721 } },
      fetch,
    });
    expect(paths("/sensors/a/b")[3]).toBe(requested);
  });

  it("form one Link header", () => {
    expect(linkHeader([{ path: "/api/v1/me" }, { path: "/api/v1/x", media: "print" }])).toBe(
      '</api/v1/me>; rel=preload; as=fetch; crossorigin=anonymous, </api/v1/x>; rel=preload; as=fetch; crossorigin=anonymous; media="print"',
    );
  });
});
