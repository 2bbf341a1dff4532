// Errors of this server as RFC 9457 problem documents, like those of api.
import { currentRequest } from "./request";

type ProblemType =
  | "bad-address"
  | "bad-method"
  | "bad-report"
  | "signed-out"
  | "not-same-origin"
  | "api-unreachable"
  | "sign-in-unreachable"
  | "sign-in-refused"
  | "too-many"
  | "not-found";

const TITLES: Record<ProblemType, [number, string]> = {
  "bad-address": [400, "The address is not percent-encoded UTF-8"],
  "bad-report": [400, "This is no report of an error"],
  "signed-out": [401, "Not signed in"],
  "not-same-origin": [403, "The request did not come from this site"],
  "bad-method": [405, "No address here has this method"],
  "not-found": [404, "Nothing found at this address"],
  "too-many": [429, "Too many responses are open"],
  "sign-in-refused": [502, "The sign-in service gave no valid response"],
  "api-unreachable": [503, "The Isotherm API is not responding"],
  "sign-in-unreachable": [503, "The sign-in service is not responding"],
};

export function problem(type: ProblemType, headers: Record<string, string> = {}): Response {
  const [status, title] = TITLES[type];
  return Response.json(
    { type: `urn:isotherm:problem:${type}`, title, status, request_id: currentRequest()?.id },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...headers,
      },
    },
  );
}
