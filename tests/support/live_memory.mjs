// Prints the bytes that a Node.js process still holds after garbage collection: heap and buffers.
// The process must have its inspector open (SIGUSR1).
const inspector = "http://127.0.0.1:9229/json/list";

/** The inspector opens a moment after the signal. */
async function target(tries = 200) {
  try {
    return (await (await fetch(inspector)).json())[0].webSocketDebuggerUrl;
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return target(tries - 1);
  }
}

const socket = new WebSocket(await target());
await new Promise((resolve) => socket.addEventListener("open", resolve));
const waiting = new Map();
socket.addEventListener("message", ({ data }) => {
  const { id, result } = JSON.parse(data);
  waiting.get(id)?.(result);
});
const send = (method, params = {}) =>
  new Promise((resolve) => {
    const id = waiting.size + 1;
    waiting.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params }));
  });

await send("HeapProfiler.enable");
await send("HeapProfiler.collectGarbage");
await send("HeapProfiler.collectGarbage");
const held = "(({ heapUsed, arrayBuffers }) => heapUsed + arrayBuffers)(process.memoryUsage())";
const { result } = await send("Runtime.evaluate", { expression: held, returnByValue: true });
console.log(result.value);
socket.close();
