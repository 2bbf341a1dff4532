import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as EndLater from "@/server/end-later";
import { json, startStandIns, type StandIns } from "../keycloak";

let standIns: StandIns;
let endLater: typeof EndLater.endLater;

beforeAll(async () => {
  standIns = await startStandIns();
  ({ endLater } = await import("@/server/end-later"));
});
afterAll(() => standIns.stop());
beforeEach(() => {
  standIns.reset();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Let time pass until Keycloak has been asked this often. */
const asked = (times: number) =>
  vi.waitUntil(
    async () => {
      await vi.advanceTimersByTimeAsync(1000);
      return standIns.at("/logout").length >= times;
    },
    { timeout: 20_000 },
  );

describe("a session that Keycloak did not end at sign-out", () => {
  it("is ended when it responds again", async () => {
    standIns.replies.logout = json(503, {});
    endLater("first", "token-1", Date.now() + 3_600_000);
    endLater("first", "token-1", Date.now() + 3_600_000);
    await asked(2);
    standIns.replies.logout = json(200, {});
    await asked(3);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(standIns.at("/logout").map(({ form }) => form.get("refresh_token"))).toEqual(
      Array(3).fill("token-1"),
    );
  });

  it("is left alone once its tokens have expired", async () => {
    endLater("second", "token-2", Date.now() + 1000);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(standIns.at("/logout")).toEqual([]);
  });

  it("is left alone if Keycloak refuses", async () => {
    standIns.replies.logout = json(401, { error: "invalid_client" });
    endLater("third", "token-3", Date.now() + 3_600_000);
    await asked(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(standIns.at("/logout")).toHaveLength(1);
  });
});
