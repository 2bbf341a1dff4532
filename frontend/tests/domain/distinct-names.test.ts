import { describe, expect, it } from "vitest";
import { distinctions, fullName } from "@/domain/distinct-names";
import { makeSensor } from "../make";

const sensor = (id: string, name: string, site: string, place: string | null = null) =>
  makeSensor({ id, slug: id.split("/")[1] ?? "", name, site_name: site, place });
const names = (...sensors: ReturnType<typeof sensor>[]) =>
  sensors.map((item) => fullName(item, distinctions(sensors)));

describe("sensors of one name", () => {
  it("have their names alone where these differ", () => {
    expect(names(sensor("a/1", "Fridge", "A"), sensor("a/2", "Freezer", "A"))).toEqual([
      "Fridge",
      "Freezer",
    ]);
  });

  it("are told apart by their sites first", () => {
    expect(
      names(
        sensor("a/s", "Server room", "Harbour office", "Rack"),
        sensor("b/s", "Server room", "Northgate", "Rack"),
        sensor("b/f", "Fridge", "Northgate"),
      ),
    ).toEqual(["Server room, Harbour office", "Server room, Northgate", "Fridge"]);
  });

  it("are told apart by their places at one site, and by their slugs at one place", () => {
    expect(
      names(
        sensor("a/1", "Fridge", "A", "Cellar"),
        sensor("a/2", "Fridge", "A", "Attic"),
        sensor("a/3", "Fridge", "A", "Attic"),
      ),
    ).toEqual(["Fridge, Cellar", "Fridge, Attic · 2", "Fridge, Attic · 3"]);
    expect(names(sensor("a/1", "Fridge", "A"), sensor("a/2", "Fridge", "A"))).toEqual([
      "Fridge, 1",
      "Fridge, 2",
    ]);
  });

  it("have no more than what they need", () => {
    expect(
      names(
        sensor("a/1", "Fridge", "A", "Cellar"),
        sensor("b/1", "Fridge", "B", "Cellar"),
        sensor("b/2", "Fridge", "B", "Attic"),
      ),
    ).toEqual(["Fridge, A", "Fridge, B · Cellar", "Fridge, B · Attic"]);
  });

  it("are told apart whatever the case of their names", () => {
    expect(names(sensor("a/1", "fridge", "A"), sensor("b/1", "Fridge ", "B"))).toEqual([
      "fridge, A",
      "Fridge , B",
    ]);
  });

  it("differ always, if one has no place", () => {
    const all = names(sensor("a/1", "Fridge", "A", "Cellar"), sensor("a/2", "Fridge", "A"));
    expect(all).toEqual(["Fridge, Cellar", "Fridge"]);
    expect(new Set(all).size).toBe(2);
  });
});
