import { expect, it } from "vitest";
import { aboutWords } from "@/features/proposals/words";

it("shows how many channels are proposed, or that there are more", () => {
  expect([aboutWords(1, false), aboutWords(3, false)]).toEqual([
    "1 channel is sending readings but supplies no sensor yet",
    "3 channels are sending readings but supply no sensor yet",
  ]);
  expect(aboutWords(100, true)).toContain("100 or more channels");
});
