// A stand-in for Keycloak, to inject the responses that a real one does not give on request; and for api.
import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, vi } from "vitest";
import { written } from "./server/lines";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KID = "test";
const PUBLIC = "http://localhost:3000";
export const SECRET = "s".repeat(32);

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT with these claims, signed with the realm's key. */
export function jwt(claims: object): string {
  const signed = `${encoded({ alg: "RS256", kid: KID, typ: "JWT" })}.${encoded(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

export interface Seen {
  method: string;
  path: string;
  authorization: string | undefined;
  form: URLSearchParams;
}
export type Reply = (seen: Seen, response: ServerResponse) => void;

export const json =
  (status: number, body: unknown): Reply =>
  (_seen, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
export const dropped: Reply = (_seen, response) => response.destroy();

async function listen(answer: Reply) {
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () =>
      answer(
        {
          method: request.method ?? "",
          path: request.url ?? "",
          authorization: request.headers.authorization,
          form: new URLSearchParams(body),
        },
        response,
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}` };
}

/** Start both stand-ins, and set the environment to them. Import modules of the server only after this. */
export async function startStandIns() {
  const seen: Seen[] = [];
  const replies: { token: Reply; logout: Reply; discovery: Reply; jwks: Reply; api: Reply } = {
    token: json(400, { error: "invalid_grant" }),
    logout: (_seen, response) => response.writeHead(204).end(),
    discovery: (_seen, response) => json(200, discovery)(_seen, response),
    jwks: json(200, {
      keys: [{ ...publicKey.export({ format: "jwk" }), kid: KID, alg: "RS256", use: "sig" }],
    }),
    api: (_seen, response) => response.writeHead(204).end(),
  };
  const usual = { ...replies };
  const keycloak = await listen((request, response) => {
    const name = request.path.split("?")[0]?.split("/").at(-1);
    seen.push(request);
    if (name === "token") replies.token(request, response);
    else if (name === "logout") replies.logout(request, response);
    else if (name === "certs") replies.jwks(request, response);
    else replies.discovery(request, response);
  });
  const api = await listen((request, response) => {
    seen.push(request);
    replies.api(request, response);
  });
  const issuer = `${keycloak.url}/realms/isotherm`;
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  const discovery = {
    issuer,
    authorization_endpoint: endpoint("auth"),
    token_endpoint: endpoint("token"),
    end_session_endpoint: endpoint("logout"),
    jwks_uri: endpoint("certs"),
    authorization_response_iss_parameter_supported: true,
  };
  const environment = {
    API_URL: api.url,
    PUBLIC_URL: PUBLIC,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_SECRET: "secret",
    SESSION_SECRET: SECRET,
    LOG_LEVEL: "debug",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(`ISOTHERM_${name}`, value);
  return {
    issuer,
    replies,
    seen,
    publicUrl: PUBLIC,
    /** The requests at addresses that end like this. */
    at: (path: string) => seen.filter((request) => request.path.split("?")[0]?.endsWith(path)),
    /** To be called before each test: whatever happens in it, no log line may have a token or a cookie. */
    reset() {
      seen.length = 0;
      Object.assign(replies, usual);
      const output = written();
      onTestFinished(() => {
        expect(output.text()).not.toMatch(/eyJ|bearer-|isotherm_(session|login)\w*=/);
        for (const line of output.lines()) expect(line.service).toBe("frontend");
      });
    },
    stop() {
      for (const { server } of [keycloak, api]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

export type StandIns = Awaited<ReturnType<typeof startStandIns>>;
