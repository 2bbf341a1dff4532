// Reading a paged list as a whole.

interface Page<T> {
  items: T[];
  next: string | null;
}

/** Fetch all pages and return their items. */
export async function everyPage<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
