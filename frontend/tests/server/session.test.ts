import { describe, expect, it } from "vitest";
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
