import { expect, it } from "vitest";
import { deviceChoices, likelyDevice } from "@/parts/install/device-choices";
import type { Device } from "@/domain/types";
import { makeDevice } from "../../make-device";

const fresh = makeDevice({ name: "probe-9", site: "clinic", proposed_count: 1 });
const elsewhere = makeDevice({ name: "probe-8", site: "harbour", proposed_count: 2 });
const used = makeDevice({ name: "probe-1", site: "clinic", label: "Fridge, left" });
const empty = makeDevice({ name: "probe-0", site: "clinic", channel_count: 0 });
const names = (devices: Device[], text = "") =>
  deviceChoices(devices, "clinic", text).map(({ value, group }) => `${group}: ${value}`);

it("offers new devices of the site first, and none without a channel", () => {
  expect(names([used, empty, elsewhere, fresh])).toEqual([
    "New at this site: probe-9",
    "With a proposed channel: probe-8",
    "At this site: probe-1",
  ]);
});

it("finds a device by name and label", () => {
  expect(names([used, fresh], "LEFT fridge")).toEqual(["At this site: probe-1"]);
  expect(names([used, fresh], "nothing")).toEqual([]);
});

it("proposes a device only where it is the only new one of the site", () => {
  expect(likelyDevice([used, elsewhere, fresh], "clinic")).toBe("probe-9");
  expect(likelyDevice([fresh, { ...fresh, name: "probe-10" }], "clinic")).toBeNull();
  expect(likelyDevice([used, elsewhere], "clinic")).toBeNull();
});
