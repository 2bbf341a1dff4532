// Questions for one thing each, asked of the server together.

interface Waiting<T> {
  answer: (value: T) => void;
  fail: (error: unknown) => void;
}

/** A question whose calls of one turn become one request, at most `most` keys each. */
export function batched<T>(
  most: number,
  ask: (keys: string[]) => Promise<Map<string, T>>,
): (key: string) => Promise<T> {
  let waiting = new Map<string, Waiting<T>[]>();
  const send = async (batch: [string, Waiting<T>[]][]) => {
    try {
      const found = await ask(batch.map(([key]) => key));
      for (const [key, those] of batch) {
        const value = found.get(key);
        for (const one of those) {
          if (value === undefined) one.fail(new Error(`no answer for ${key}`));
          else one.answer(value);
        }
      }
    } catch (error) {
      for (const [, those] of batch) for (const one of those) one.fail(error);
    }
  };
  const flush = () => {
    const all = [...waiting];
    waiting = new Map();
    for (let i = 0; i < all.length; i += most) void send(all.slice(i, i + most));
  };
  return (key) =>
    new Promise((answer, fail) => {
      if (waiting.size === 0) setTimeout(flush, 0);
      waiting.set(key, [...(waiting.get(key) ?? []), { answer, fail }]);
    });
}
