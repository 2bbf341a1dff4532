import { describe, expect, it } from "vitest";
import { loginCookie, openLogin, sealLogin } from "@/server/login";
import { seal, unseal } from "@/server/seal";
import {
  cookieName,
  endedCookie,
  readSession,
  sessionCookie,
  type Session,
} from "@/server/session";

const WHERE = { publicUrl: "http://localhost:3000", sessionSecret: "s".repeat(40) };
const SECURE = { ...WHERE, publicUrl: "https://isotherm.example" };
const SESSION: Session = {
  id: "one",
  subject: "u",
  refreshToken: "r".repeat(700),
  refreshedAt: 5,
  idToken: "i".repeat(900),
};
const sent = (set: string) => set.split(";")[0] ?? "";

describe("sealed values", () => {
  it("can be opened with the same secret and purpose only", () => {
    const sealed = seal({ a: 1 }, WHERE.sessionSecret, "session");
    expect(unseal(sealed, WHERE.sessionSecret, "session")).toEqual({ a: 1 });
    expect(unseal(sealed, "t".repeat(40), "session")).toBeNull();
    expect(unseal(sealed, WHERE.sessionSecret, "login")).toBeNull();
  });

  it("cannot be opened after a single character was changed", () => {
    const sealed = seal({ a: 1 }, WHERE.sessionSecret, "session");
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
      // The last character may carry spare bits that decode to the same bytes.
      if (Buffer.from(changed, "base64url").equals(Buffer.from(sealed, "base64url"))) continue;
      expect(unseal(changed, WHERE.sessionSecret, "session")).toBeNull();
    }
  });

  it.each(["", "x", "....", "a".repeat(5000)])("do not include %s", (text) => {
    expect(unseal(text, WHERE.sessionSecret, "session")).toBeNull();
  });
});

describe("the session cookie", () => {
  it("survives a round trip and reveals nothing", () => {
    const set = sessionCookie(SESSION, WHERE);
    expect(readSession(`other=1; ${sent(set)}`, WHERE)).toEqual(SESSION);
    expect(set).not.toContain("rrrr");
  });

  it("is inaccessible to scripts and other sites", () => {
    expect(sessionCookie(SESSION, WHERE)).toMatch(
      /; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    expect(sessionCookie(SESSION, SECURE)).toMatch(/^__Host-isotherm=.*; Secure$/);
  });

  it("stays below the browsers' limit, if necessary without the ID token", () => {
    const large = sessionCookie({ ...SESSION, idToken: "i".repeat(4000) }, WHERE);
    expect(large.length).toBeLessThan(4096);
    expect(readSession(sent(large), WHERE)).toMatchObject({
      refreshToken: SESSION.refreshToken,
      idToken: null,
    });
  });

  it.each([null, "", "isotherm_session=", "isotherm_session=forged", "other=1"])(
    "is not found in %s",
    (header) => {
      expect(readSession(header, WHERE)).toBeNull();
    },
  );

  it("is deleted by an empty cookie of the same name", () => {
    expect(endedCookie(WHERE)).toContain(`${cookieName(WHERE)}=; Path=/; Max-Age=0`);
  });
});

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
