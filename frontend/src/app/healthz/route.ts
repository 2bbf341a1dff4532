// Reports that this process is up. It does not check api, so that the pages can report api's outages.
export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json({ status: "ok" });
}
