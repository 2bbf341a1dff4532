import { expect, it } from "vitest";
import { releaseDay, releasedWords } from "@/domain/releases";

it("writes the day of a release, whatever the reader's zone", () => {
  expect(releaseDay("2026-11-03")).toBe("3 Nov 2026");
});

it("says when a version was released", () => {
  const releases = [
    { version: "0.2.0", date: null, sections: [] },
    { version: "0.1.0", date: "2026-11-30", sections: [] },
  ];
  expect(releasedWords(releases, "0.2.0")).toBe("not yet");
  expect(releasedWords(releases, "0.1.0")).toBe("30 Nov 2026");
  expect(releasedWords(releases, "0.3.0")).toBeNull();
});
