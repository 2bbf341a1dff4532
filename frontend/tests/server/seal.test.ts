import { describe, expect, it } from "vitest";
import { seal, unseal } from "@/server/seal";

const WHERE = { publicUrl: "http://localhost:3000", sessionSecret: "s".repeat(40) };

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
