// Batching: many requests for single items become one request to the server.

interface Waiting<T> {
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

/** Return a function whose calls within one event-loop turn share a request of at most `most` keys. */
export function batched<T>(
  most: number,
  fetchAll: (keys: string[]) => Promise<Map<string, T>>,
): (key: string) => Promise<T> {
  let waiting = new Map<string, Waiting<T>[]>();
  const send = async (batch: [string, Waiting<T>[]][]) => {
    try {
      const values = await fetchAll(batch.map(([key]) => key));
      for (const [key, callers] of batch) {
        const value = values.get(key);
        for (const { resolve, reject } of callers) {
          if (value === undefined) reject(new Error(`the response lacks ${key}`));
          else resolve(value);
        }
      }
    } catch (error) {
      for (const [, callers] of batch) for (const { reject } of callers) reject(error);
    }
  };
  const flush = () => {
    const all = [...waiting];
    waiting = new Map();
    for (let i = 0; i < all.length; i += most) void send(all.slice(i, i + most));
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setTimeout(flush, 0);
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
    });
}
