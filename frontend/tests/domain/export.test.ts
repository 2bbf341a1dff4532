import { describe, expect, it } from "vitest";
import { aboutRows, exportHref, type ExportRequest } from "@/domain/export";

const DAY = 86_400_000;
const REQUEST: ExportRequest = {
  sensors: ["a/b", "a/c"],
  from: 0,
  to: 2 * DAY,
  resolution: "raw",
  zone: "Asia/Kathmandu",
  unit: "K",
  gzip: true,
  form: "comma",
};

describe("a download", () => {
  it("requests everything that was chosen", () => {
    const url = new URL(exportHref(REQUEST), "http://localhost");
    expect(url.pathname).toBe("/api/v1/export");
    expect(url.searchParams.getAll("sensor")).toEqual(["a/b", "a/c"]);
    expect(Object.fromEntries([...url.searchParams].filter(([key]) => key !== "sensor"))).toEqual({
      from: "0",
      to: "172800000",
      resolution: "raw",
      zone: "Asia/Kathmandu",
      unit: "K",
      compress: "gzip",
      form: "comma",
    });
  });

  it("leaves zone, compression and form to the server if they were not chosen", () => {
    const { searchParams } = new URL(
      exportHref({ ...REQUEST, zone: null, gzip: false, form: "point" }),
      "http://localhost",
    );
    expect(searchParams.has("zone")).toBe(false);
    expect(searchParams.has("compress")).toBe(false);
    expect(searchParams.has("form")).toBe(false);
  });

  it("estimates its rows", () => {
    const counts = [
      { n: 17_270, uncounted: 10 },
      { n: 5, uncounted: 0 },
    ];
    expect(aboutRows(REQUEST, counts)).toBe(17_285);
    expect(aboutRows({ ...REQUEST, resolution: "hour" }, counts)).toBe(49 + 5);
    expect(aboutRows({ ...REQUEST, resolution: "day" }, counts)).toBe(3 + 3);
  });
});
