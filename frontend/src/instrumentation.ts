// Next.js runs this once at server start, before the first request.

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./server/start");
    start();
  }
}
