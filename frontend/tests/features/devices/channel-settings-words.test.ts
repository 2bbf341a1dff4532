import { expect, it } from "vitest";
import {
  changesOf,
  draftErrors,
  draftOf,
  parseFaults,
  settingsWords,
  usualWords,
} from "@/features/devices/channel-settings-words";
import { makeChannel } from "../../make-device";

/** Without the spaces that keep a number and its unit on one line. */
const plain = (words: object): unknown =>
  JSON.parse(JSON.stringify(words).replaceAll("\u00a0", " "));

const channel = makeChannel({
  fault_values: [-999, 85.5],
  plausible_low: -50,
  plausible_high: 150.3333,
});

it("says what a channel has of its own, in the reader's unit; fault values as they are sent", () => {
  expect(plain(settingsWords(makeChannel(), "C"))).toEqual([]);
  expect(plain(settingsWords(channel, "C"))).toEqual([
    "Own faults: −999, 85.5",
    "Plausible from −50.0 °C to 150.3333 °C",
  ]);
  expect(plain(settingsWords({ ...channel, plausible_high: null }, "F"))).toEqual([
    "Own faults: −999, 85.5",
    "Plausible from −58.0 °F",
  ]);
  expect(plain(settingsWords({ ...makeChannel(), plausible_high: 100 }, "F"))).toEqual([
    "Plausible up to 212.0 °F",
  ]);
});

it("takes a channel of an older API, which knows no such settings, for one without any", () => {
  expect(settingsWords({}, "C")).toEqual([]);
  expect(draftOf({}, "C")).toEqual({ faults: "", low: "", high: "" });
});

it("reads numbers between spaces, and takes no comma for a point", () => {
  expect(parseFaults("")).toEqual([]);
  expect(parseFaults(" 999 \u2212127.5;85  999, 1000 -0")).toEqual([999, -127.5, 85, 1000, 0]);
  for (const wrong of ["1,5", "999,1000", "off", "1e5", "--1", "1."])
    expect(parseFaults(wrong), wrong).toBeNull();
});

it("sends only what changed, in °C", () => {
  for (const unit of ["C", "F"] as const)
    expect(changesOf(channel, draftOf(channel, unit), unit)).toEqual({});
  expect(changesOf(channel, { faults: "999", low: "", high: "302" }, "F")).toEqual({
    fault_values: [999],
    plausible_low: null,
    plausible_high: 150,
  });
});

it("says what is wrong in the reader's unit", () => {
  expect(draftErrors({ faults: "1", low: "-40", high: "60" }, "C")).toEqual({});
  expect(draftErrors({ faults: "", low: "-40", high: "140" }, "F")).toEqual({});
  expect(plain(draftErrors({ faults: "x", low: "-30", high: "139" }, "F"))).toEqual({
    faults: "Enter numbers with a decimal point, and spaces between them.",
    low: "Must be −40.0 °F or colder: any place can become that cold.",
    high: "Must be 140.0 °F or hotter: any place can become that hot.",
  });
  expect(draftErrors({ faults: "1 ".repeat(3), low: "cold", high: "" }, "C")).toEqual({
    low: "Enter a number.",
  });
  const many = Array.from({ length: 17 }, (_, n) => String(n)).join(" ");
  expect(draftErrors({ faults: many, low: "", high: "" }, "C").faults).toBe("At most 16 numbers.");
});

it("warns of fault values that a place can really have, in the unit of the probe", () => {
  expect(usualWords([-999, 85], "C")).toBeNull();
  expect(usualWords([0], "C")).toContain("at 0: a reading of exactly this will be a fault");
  expect(usualWords([85, 999, 32], "F")).toContain(
    "at 85 or 32: a reading of exactly one of these",
  );
  expect(usualWords([0], "K")).toBeNull();
});
