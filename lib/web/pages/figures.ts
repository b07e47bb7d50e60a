/** `1 measurement`, `2 measurements`. */
export const counted = (count: number, noun: string): string =>
  `${new Intl.NumberFormat('en-GB').format(count)} ${count === 1 ? noun : `${noun}s`}`;

/** What was measured: the figure itself, and what else is worth a word. */
export interface Reading {
  figure: string;
  unit: string;
  beside?: string;
}
