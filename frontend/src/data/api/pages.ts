// Lists come page by page; some are wanted whole.

interface Page<T> {
  items: T[];
  next: string | null;
}

/** Every item of a list, asked page after page. */
export async function everyPage<T>(ask: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await ask(cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
