import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openGate } from "@/server/gate";

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

/** A server behind the gate that returns the target it was asked for; a function that asks it. */
async function behindGate(publicUrl: string) {
  undo.push(openGate({ publicUrl }));
  const server = createServer((request, response) => response.end(request.url));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  // Over a socket, because fetch would mend the target.
  return (target: string, method = "GET") =>
    new Promise<{ target: string; headers: Headers }>((resolve, reject) => {
      let text = "";
      const socket = connect(port, "127.0.0.1");
      socket.on("error", reject);
      socket.on("data", (bytes) => (text += bytes.toString()));
      socket.on("end", () => {
        const [head = "", body = ""] = text.split("\r\n\r\n");
        const lines = head.split("\r\n").slice(1);
        const headers = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
        resolve({ target: body, headers: new Headers(headers) });
      });
      socket.write(`${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    });
}

const BAD = [
  "%E0%80",
  "%FF",
  "%zz",
  "%",
  "%4",
  "a%00b",
  "%C0%AE",
  "%ED%A0%80",
  "%F4%90%80%80",
  "%E2%82/%AC",
];

describe("the gate", () => {
  it.each(BAD)("sends an address with %s to its error, in path and query", async (bad) => {
    const ask = await behindGate("http://localhost:3000");
    for (const target of [`/api/v1/${bad}`, `/api/v1/me?a=${bad}`, `/api/${bad}`, `//api/${bad}`])
      expect((await ask(target)).target).toBe("/api/bad-address");
    for (const target of [`/devices/${bad}`, `/?a=${bad}`, `/${bad}`, `//x/${bad}`, `/apix${bad}`])
      expect((await ask(target)).target).toBe("/bad-address");
    expect((await ask(`http://x/api/v1/${bad}`)).target).toBe("/api/bad-address");
    expect((await ask("/api/v1/limits", "DELETE")).target).toBe("/api/v1/limits");
    expect((await ask(`/api/v1/${bad}`, "DELETE")).target).toBe("/api/bad-address");
  });

  it.each([
    "/",
    "/api/v1/series?sensor=a/b&from=1+2",
    "/devices/K%C3%BChlhaus%20%E2%82%AC%F0%9F%8C%A1",
    "/devices/%25E0%2580",
    "/ledger?q=100%25",
    "/api/v1/a%0a",
  ])("leaves %s alone", async (target) => {
    const ask = await behindGate("http://localhost:3000");
    expect((await ask(target)).target).toBe(target);
  });

  it("answers what is no address", async () => {
    const ask = await behindGate("http://localhost:3000");
    expect((await ask("*", "OPTIONS")).target).toBe("/bad-address");
  });

  it("answers a method that Next.js cannot read", async () => {
    const ask = await behindGate("http://localhost:3000");
    expect((await ask("/api/v1/me", "TRACE")).target).toBe("/api/bad-method");
    expect((await ask("/", "PATCH")).target).toBe("/");
  });

  it("gives every response the security headers, and HSTS where the site has https", async () => {
    const plain = (await (await behindGate("http://localhost:3000"))("/")).headers;
    expect(plain.get("content-security-policy")).toContain("default-src 'none'");
    expect(plain.get("x-content-type-options")).toBe("nosniff");
    expect(plain.get("strict-transport-security")).toBeNull();
    undo.pop()?.();
    undo.pop()?.();
    const secure = (await (await behindGate("https://isotherm.example"))("/%FF")).headers;
    expect(secure.get("strict-transport-security")).toBe("max-age=31536000");
  });
});
