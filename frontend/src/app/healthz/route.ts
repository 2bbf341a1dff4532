// Says that this process answers; it says nothing of api, so that its page can.
export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json({ status: "ok" });
}
