export const writesAtOnce = 16;

/**
 * Writes many, in the order given. Returns or throws only when no write is under way any more: a frozen Lambda would
 * finish it minutes later.
 */
export async function someAtOnce<Item>(items: readonly Item[], write: (item: Item) => Promise<Item>): Promise<Item[]> {
  const written: Item[] = [];
  const waiting = items.entries();
  const writeWaiting = async () => {
    for (const [index, item] of waiting) written[index] = await write(item);
  };
  const writers = await Promise.allSettled(Array.from({ length: Math.min(writesAtOnce, items.length) }, writeWaiting));
  const failed = writers.find((writer) => writer.status === 'rejected');
  if (failed) throw failed.reason;
  return written;
}
