import { describe, expect, it } from "vitest";
import { redacted, redactedField } from "@/server/redact";

const JWT =
  "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1IiwiZW1haWwiOiJhZGFAZXhhbXBsZS5vcmcifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
const CODE =
  "6a1f6a0e-3b0f-4f0e-9c55-0a4f1c9d7f21.1d9b7d55-6e4f-4a55-8f9a-5f1f0b8f2d11.0c1a5b6e-0d7a-4c43-8a80-1d0c3b7a9e55";
const SEALED = "Zm9vYmFyYmF6".repeat(12);

describe("text for a log line", () => {
  it.each([
    ["a callback", `GET /auth/callback?code=${CODE}&state=st4te`, [CODE, "st4te"]],
    ["an unknown address", "no page at /x?token=abc123def", ["abc123def"]],
    ["a query without names", "no page at /x?abc123def", ["abc123def"]],
    ["an encoded query", "no page at /x%3Ftoken%3Dabc123def", ["abc123def"]],
    ["an encoded return address", "/auth/login?return_to=%2Fx%3Ftoken%3Dabc123def", ["abc123def"]],
    ["a fragment", "https://host/x#access_token=abc123def", ["abc123def"]],
    [
      "an address with a password",
      "http://user:pa55word@loki:3100/push failed",
      ["user", "pa55word"],
    ],
    ["a bearer token", `authorization: Bearer ${JWT}`, [JWT]],
    ["a bearer token alone", "sent Bearer abc.def-ghi_jkl", ["abc.def-ghi_jkl"]],
    [
      "a cookie header",
      `cookie: isotherm_session=${SEALED}; other=abc123def`,
      [SEALED, "abc123def"],
    ],
    ["a cookie", `__Host-isotherm=${SEALED} is too long`, [SEALED]],
    ["a login's cookie", "isotherm_login_abcdef123456=abc", ["=abc"]],
    [
      "a form",
      "grant_type=refresh_token&refresh_token=abc123def&client_secret=hunter2",
      ["abc123def", "hunter2"],
    ],
    [
      "a printed map",
      "URLSearchParams { 'code' => 'abc123def', 'state' => 'st4te' }",
      ["abc123def", "st4te"],
    ],
    [
      "JSON",
      '{"id_token":"abc123def","email":"x","name":"Ada Lovelace"}',
      ["abc123def", "Ada", "Lovelace"],
    ],
    [
      "an e-mail address",
      "user ada.lovelace+x@mail.example.org is unknown",
      ["ada", "example.org"],
    ],
    ["an encoded e-mail address", "no page at /users/ada%40example.org", ["ada", "example.org"]],
    ["a token", `unexpected ${JWT} here`, [JWT, JWT.split(".")[1] ?? ""]],
    ["a code", `unexpected ${CODE} here`, [CODE]],
    ["a quoted request", 'did not match the expected format. Received "t0k"en".', ["t0k"]],
    ["a sealed value", `unexpected ${SEALED} here`, [SEALED]],
  ])("has nothing of %s", (_what, text, secrets) => {
    for (const secret of secrets) expect(redacted(text)).not.toContain(secret);
    expect(redacted(text)).toContain("…");
  });

  it.each([
    "api did not respond",
    "fetch failed: connect ECONNREFUSED 127.0.0.1:8000",
    "the realm's issuer is http://localhost:8080/realms/isotherm, but ISOTHERM_OIDC_ISSUER is http://b",
    "GET /api/v1/sensors/{site}/{sensor} 200",
    "Error: broken\n    at forward (/opt/isotherm/.next/server/chunks/[root-of-the-server]__0kss50s430u7x._.js:1:2345)",
    "Error: broken\n    at file:///opt/isotherm/.next/server/chunks/src_server_tokens_ts_16wj8zd7-29ax_src_server_tokens._.js:12:3",
    "▲ Next.js 16.4.5, next@16.4.5, trace 4bf92f3577b34da6a3ce929d0e0e4736",
    'unexpected "state" response parameter value',
    "code: EADDRINUSE, errno: -98, name: Error",
  ])("keeps %j", (text) => {
    expect(redacted(text)).toBe(text);
  });

  it("has no colours, and an end", () => {
    expect(redacted("\u001b[31m⨯\u001b[39m failed")).toBe("⨯ failed");
    expect(redacted("a ".repeat(1e6)).length).toBeLessThan(20_000);
  });

  it("is made fast even of hostile text", () => {
    for (const text of [
      "/".repeat(2e4),
      "a.".repeat(1e4) + "@",
      "a@" + "b.".repeat(1e4),
      "=".repeat(2e4),
      "://" + "a".repeat(2e4),
      "code=".repeat(4e3),
      "a".repeat(2e4),
      "a-".repeat(1e4) + "/",
      "code" + " ".repeat(2e4),
    ])
      redacted(text);
  });

  it("has nothing of fields that are secret by name", () => {
    const text = JSON.stringify(
      {
        access_token: "abc",
        cookies: { a: "b" },
        deep: [{ Password: "pw", url: "/x?code=1" }],
        size: 3n,
        ok: null,
      },
      redactedField,
    );
    expect(JSON.parse(text)).toEqual({
      access_token: "…",
      cookies: "…",
      deep: [{ Password: "…", url: "/x?…" }],
      size: "3",
      ok: null,
    });
  });
});
