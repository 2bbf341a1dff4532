import { describe, expect, it } from "vitest";
import { loginCookie, openLogin, sealLogin } from "@/server/login";
import { cookieName, readSession } from "@/server/session";

const WHERE = { publicUrl: "http://localhost:3000", sessionSecret: "s".repeat(40) };

describe("a login in progress", () => {
  const login = { state: "state-1234567890", nonce: "n", verifier: "v", returnTo: "/ledger" };

  it("can be opened with its own state only", () => {
    const sealed = sealLogin(login, WHERE);
    expect(openLogin(sealed, login.state, WHERE)).toEqual(login);
    expect(openLogin(sealed, "other", WHERE)).toBeNull();
    expect(openLogin(null, login.state, WHERE)).toBeNull();
  });

  it("cannot be used as a session", () => {
    expect(readSession(`isotherm_session=${sealLogin(login, WHERE)}`, WHERE)).toBeNull();
    expect(loginCookie("abc")).not.toBe(cookieName(WHERE));
  });
});
