import { expect, it } from "vitest";
import { deviceChoices, likelyDevice, servesWords } from "@/parts/install/device-choices";
import type { Device } from "@/domain/types";
import { makeDevice } from "../../make-device";

const served = (name: string, site_name: string) => ({
  sensor: `${site_name}/${name}`.toLowerCase(),
  name,
  site_name,
  channel: "temperature",
});
const fresh = makeDevice({ name: "probe-9", site: "clinic", proposed_count: 1 });
const spare = makeDevice({ name: "probe-7", site: "clinic", ever_installed: true });
const elsewhere = makeDevice({ name: "probe-8", site: "harbour", proposed_count: 2 });
const working = makeDevice({
  name: "probe-1",
  site: "clinic",
  label: "Fridge, left",
  serves: 1,
  sensors: [served("Freezer 2", "Northgate")],
  ever_installed: true,
});
const half = { ...working, name: "probe-2", label: null, proposed_count: 1 };
const own = { ...working, name: "probe-3", sensors: [served("Fridge", "Clinic")] };
const empty = makeDevice({ name: "probe-0", site: "clinic", channel_count: 0 });
const gone = makeDevice({ name: "probe-5", site: "clinic", removed: 1 });
const names = (devices: Device[], text = "") =>
  deviceChoices(devices, "clinic", text, "clinic/fridge").map(
    ({ value, group }) => `${group}: ${value}`,
  );

it("offers free devices first, and last those that serve another sensor", () => {
  expect(names([working, gone, own, empty, half, elsewhere, spare, fresh])).toEqual([
    "Free, at this site: probe-9",
    "Free, at this site: probe-7",
    "Free, elsewhere: probe-8",
    "With a proposed channel: probe-2",
    "Supplies this sensor now: probe-3",
    "Serves another sensor now: probe-1",
  ]);
});

it("says what each of them does now", () => {
  const about = (device: Device) => deviceChoices([device], "clinic", "")[0]?.about;
  expect(about(working)).toBe("Fridge, left · serves Freezer 2 at Northgate");
  expect(about(fresh)).toBe("never installed · 1 proposed");
  expect(about(spare)).toBe("free, supplied a sensor before");
  expect(servesWords({ ...working, serves: 3 })).toBe("serves Freezer 2 at Northgate and 2 more");
  expect(servesWords({ ...working, sensors: [] })).toBe("serves a sensor that you may not see");
});

it("finds a device by name, label and the sensor it serves", () => {
  const choice = "Serves another sensor now: probe-1";
  expect(names([working, fresh], "LEFT fridge")).toEqual([choice]);
  expect(names([working, fresh], "freezer 2")).toEqual([choice]);
  expect(names([working, fresh], "nothing")).toEqual([]);
});

it("proposes a device only where it is the only new one of the site that serves nothing", () => {
  expect(likelyDevice([working, elsewhere, fresh, half], "clinic")).toBe("probe-9");
  expect(likelyDevice([fresh, { ...fresh, name: "probe-10" }], "clinic")).toBeNull();
  expect(likelyDevice([working, half, elsewhere], "clinic")).toBeNull();
});
