import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Tokens } from "@/server/oidc";

const refresh = vi.hoisted(() => vi.fn<(token: string) => Promise<Tokens>>());
vi.mock("@/server/oidc", () => {
  class SessionEnded extends Error {}
  class SignInUnreachable extends Error {}
  return { refresh, SessionEnded, SignInUnreachable };
});

const log = vi.hoisted(() => vi.fn());
vi.mock("@/server/log", () => ({ log }));

const { SessionEnded, SignInUnreachable } = await import("@/server/oidc");
const { accessToken, keep } = await import("@/server/tokens");

let number = 0;
const session = () => ({
  id: `session-${(number += 1)}`,
  subject: "u",
  refreshToken: "first",
  refreshedAt: 0,
  idToken: null,
});
const tokens = (seconds: number, name = "a") =>
  ({
    access_token: name,
    refresh_token: `r-${name}`,
    expires_in: seconds,
    token_type: "bearer",
  }) as unknown as Tokens;

beforeEach(() => {
  refresh.mockReset();
  log.mockReset();
});

describe("access tokens", () => {
  it("are fetched once for concurrent requests", async () => {
    refresh.mockResolvedValue(tokens(300));
    const mine = session();
    const all = await Promise.all([accessToken(mine), accessToken(mine), accessToken(mine)]);
    expect(all.map((held) => held.accessToken)).toEqual(["a", "a", "a"]);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(refresh).toHaveBeenCalledWith("first");
    expect(log.mock.calls).toEqual([
      ["info", "tokens", "access token asked for", { outcome: "ok", subject: "u" }],
    ]);
  });

  it("are cached until shortly before they expire, then fetched with the newest refresh token", async () => {
    const mine = session();
    keep(tokens(300, "kept"), mine);
    expect((await accessToken(mine)).accessToken).toBe("kept");
    keep(tokens(20, "short"), mine);
    refresh.mockResolvedValue(tokens(300, "next"));
    const held = await accessToken(mine);
    expect(refresh).toHaveBeenCalledWith("r-short");
    expect(held).toMatchObject({ accessToken: "next", session: { refreshToken: "r-next" } });
  });

  it("are used until they expire while the sign-in service is unavailable", async () => {
    const mine = session();
    keep(tokens(20, "last"), mine);
    refresh.mockRejectedValue(new SignInUnreachable());
    expect((await accessToken(mine)).accessToken).toBe("last");
  });

  it("are deleted when the session has ended", async () => {
    const mine = session();
    keep(tokens(20), mine);
    refresh.mockRejectedValue(new SessionEnded());
    await expect(accessToken(mine)).rejects.toBeInstanceOf(SessionEnded);
    refresh.mockRejectedValue(new SignInUnreachable());
    await expect(accessToken(mine)).rejects.toBeInstanceOf(SignInUnreachable);
    expect(log.mock.calls.map(([level, , , extra]) => [level, extra] as const)).toEqual([
      ["info", { outcome: "ended", subject: "u" }],
      ["warning", { outcome: "failed", subject: "u" }],
    ]);
  });
});
