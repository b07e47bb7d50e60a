/** The value below which this share (0 to 1) of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * The median of each of several contestants, who take turns: what disturbs the machine disturbs all of them.
 *
 * @param contestants each answers with its measurement
 * @param rounds that count; the warm-ups before them do not
 */
export async function medians(
  contestants: readonly (() => number | Promise<number>)[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<number[]> {
  const taken = contestants.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round++) {
    for (const [index, measure] of contestants.entries()) {
      const value = await measure();
      if (round >= 0) taken[index]?.push(value);
    }
  }
  return taken.map(median);
}

/** How long something takes, milliseconds. */
export async function timed(act: () => unknown): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}
