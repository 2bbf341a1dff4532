// Next.js runs this once at server start, before the first request, and for each error of a page or a route.
import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./server/start");
    await start();
  }
}

/** Next.js itself writes the error to the console, without the request; this counts it. */
export const onRequestError: Instrumentation.onRequestError = async (_error, _request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { countRenderFailure } = await import("./server/render-failures");
    countRenderFailure(context.routeType);
  }
};
